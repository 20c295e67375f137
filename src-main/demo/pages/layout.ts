import { createHash } from 'node:crypto';
import { html, Html } from './html.ts';
import type { Language } from './language.ts';
import { style } from './style.ts';
import { texts } from './texts.ts';

/** The part of a Koa context that a page is written to. */
export interface PageTarget {
  status: number;
  type: string;
  body: unknown;
  set(headers: Record<string, string>): void;
}

export interface Page {
  readonly language: Language;
  readonly title: string;
  readonly content: Html;
  /** What stands below the card. */
  readonly aside?: Html;
  /**
   * Where the form may lead besides this service, as a source of a content policy. Browsers hold the redirect that
   * answers a form to `form-action` too, and the last one goes to the app.
   */
  readonly formMayLeadTo?: string;
  readonly status?: number;
}

const styleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** Exactly the hashed text between the tags, else the policy refuses it. */
const styleElement = new Html(`<style>${style}</style>`);

const mark = html`<svg viewBox="0 0 28 28" fill="none" aria-hidden="true">
  <rect width="28" height="28" rx="8" fill="var(--accent)" />
  <circle cx="10" cy="10.5" r="2.5" fill="var(--on-accent)" />
  <path d="M5 21.5 12 15l3.5 3.2 3.5-4.2 4.5 7.5z" fill="var(--on-accent)" />
</svg>`;

/** Writes a whole page with the policy that lets nothing run and nothing be loaded. */
export function sendPage(target: PageTarget, page: Page): void {
  target.status = page.status ?? 200;
  target.type = 'html';
  target.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': [
      "default-src 'none'",
      `style-src ${styleHash}`,
      `form-action 'self' ${page.formMayLeadTo ?? ''}`.trim(),
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  target.body = documentOf(page).markup;
}

function documentOf({ language, title, content, aside }: Page): Html {
  const text = texts[language];
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · ${text.product}</title>
        ${styleElement}
      </head>
      <body>
        <main class="card">
          <p class="brand">${mark}<span>${text.product}</span><span class="badge">${text.demo}</span></p>
          ${content}
        </main>
        ${aside ?? ''}
      </body>
    </html>`;
}
