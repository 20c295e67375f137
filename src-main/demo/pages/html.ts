/** Markup that is safe to send: what came from outside has been escaped. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

export type HtmlPart = Html | string | number | readonly Html[];

/** Builds markup; every value that is not itself markup is escaped, so an app's name cannot become a script. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  const markup = strings.map((string, index) => string + markupOf(parts[index] ?? ''));
  return new Html(markup.join(''));
}

function markupOf(part: HtmlPart): string {
  if (part instanceof Html) {
    return part.markup;
  }
  return typeof part === 'object' ? part.map(({ markup }) => markup).join('') : escapeText(String(part));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
