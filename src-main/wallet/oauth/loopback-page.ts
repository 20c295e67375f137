import { createHash } from 'node:crypto';
import type { LoopbackEnding } from './loopback-redirect.ts';

const style = `
:root { color-scheme: light dark; --ground: #f5f5f3; --card: #ffffff; --line: #e3e3df; --text: #1d1d1b;
  --quiet: #5c5c57; --tone: #5c5c57; --wash: #efefec; }
.done { --tone: #1a6b45; --wash: #e5f3ec; }
.failed { --tone: #a32b22; --wash: #fbeae8; }
.denied, .too-late { --tone: #7a5300; --wash: #f8efdc; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #181817; --card: #232321; --line: #353532; --text: #efefec; --quiet: #adada6; }
  .done { --tone: #74cda0; --wash: #1d3429; }
  .failed { --tone: #f39b92; --wash: #412421; }
  .denied, .too-late { --tone: #e6bb66; --wash: #3a2f19; }
}
* { box-sizing: border-box; margin: 0; }
body { min-height: 100vh; display: grid; grid-template-columns: minmax(0, 440px); place-content: center;
  justify-items: center; gap: 20px; padding: 32px 20px;
  background: var(--ground); color: var(--text);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { width: 100%; padding: 36px 36px 38px; background: var(--card); border: 1px solid var(--line);
  border-radius: 14px; text-align: center; overflow-wrap: anywhere;
  box-shadow: 0 1px 2px rgb(0 0 0 / 4%), 0 12px 32px -16px rgb(0 0 0 / 18%); }
.sign { width: 52px; height: 52px; padding: 13px; border-radius: 50%; background: var(--wash); color: var(--tone);
  fill: none; stroke: currentColor; stroke-width: 2.25; stroke-linecap: round; stroke-linejoin: round; }
h1 { margin-top: 18px; font-size: 20px; line-height: 1.3; font-weight: 600; letter-spacing: -0.01em;
  text-wrap: balance; }
main p { margin-top: 8px; color: var(--quiet); text-wrap: balance; white-space: pre-line; }
footer { color: var(--quiet); font-size: 13px; letter-spacing: 0.01em; }
`;

/** Each ending has its own shape, so that it is told apart without its colour. */
const signs: Readonly<Record<LoopbackEnding, string>> = {
  done: '<path d="m5 12.5 4.6 4.6L19 7.5"/>',
  denied: '<circle cx="12" cy="12" r="8.5"/><path d="m6 6 12 12"/>',
  failed: '<path d="m6.5 6.5 11 11m0-11-11 11"/>',
  'too-late': '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>',
};

const styleHash = createHash('sha256').update(style).digest('base64');

/** For every answer of the loopback server. The address holds a code: it is neither kept nor passed on. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  connection: 'close',
  'content-security-policy':
    `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; ` +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** The page that the browser shows at the end of an attempt: one sign, one title, one message, and no script. */
export function loopbackPage(
  ending: LoopbackEnding,
  text: { readonly title: string; readonly message: string },
): string {
  const title = escapeHtml(text.title);
  return `<!doctype html>
<html lang="${languageOf(text.title)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Token Wallet</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body class="${ending}">
<main>
<svg class="sign" viewBox="0 0 24 24" aria-hidden="true">${signs[ending]}</svg>
<h1>${title}</h1>
<p>${escapeHtml(text.message)}</p>
</main>
<footer>Token Wallet</footer>
</body>
</html>
`;
}

/** A screen reader must know in which of the wallet's two languages to read. */
function languageOf(text: string): 'en' | 'ru' {
  return /\p{Script=Cyrillic}/u.test(text) ? 'ru' : 'en';
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
