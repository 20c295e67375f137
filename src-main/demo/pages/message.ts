import { html } from './html.ts';
import type { Language } from './language.ts';
import type { Page } from './layout.ts';
import { texts } from './texts.ts';

/** A request that must not be answered to the app, such as one with a wrong redirect address (RFC 6749 section 4.1.2.1). */
export function errorPage(language: Language, error: string, description: string): Page {
  const text = texts[language];
  return {
    language,
    title: text.errorTitle,
    content: html`<h1>${text.errorTitle}</h1>
      <p class="details"><code>${error}</code><br />${description}</p>`,
  };
}

/** A form of a request that has ended. */
export function endedPage(language: Language): Page {
  const text = texts[language];
  return {
    language,
    title: text.endedTitle,
    status: 400,
    content: html`<h1>${text.endedTitle}</h1>
      <p class="lead">${text.endedLead}</p>`,
  };
}
