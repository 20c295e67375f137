import { demoAccounts } from '../accounts.ts';
import { html, type Html } from './html.ts';
import type { Language } from './language.ts';
import { texts } from './texts.ts';

/** The logins and passwords that a newcomer may use, shown openly: nothing is behind them. */
export function readyAccounts(language: Language): Html {
  const rows = demoAccounts.map(
    ({ login, password }) =>
      html`<dt><code>${login}</code></dt>
        <dd><code>${password}</code></dd>`,
  );
  return html`<aside class="aside" aria-labelledby="ready-accounts">
    <h2 id="ready-accounts">${texts[language].readyAccounts}</h2>
    <dl>${rows}</dl>
  </aside>`;
}
