import { demoScopes } from '../scopes.ts';
import { html } from './html.ts';
import type { Language } from './language.ts';
import type { Page } from './layout.ts';
import { readyAccounts } from './ready-accounts.ts';
import { texts } from './texts.ts';

/** The service's front page, which its metadata names as `service_documentation`. */
export function aboutPage(language: Language, issuer: string, clientId: string): Page {
  const text = texts[language];
  const rights = demoScopes.map(
    ({ name, words }) =>
      html`<dt><code>${name}</code></dt>
        <dd>${words[language]}</dd>`,
  );
  return {
    language,
    title: text.demo,
    content: html`
      <h1>${text.product}</h1>
      <p class="lead">${text.aboutLead}</p>
      <h2>${text.aboutConnect}</h2>
      <dl>
        <dt>${text.aboutIssuer}</dt>
        <dd><code>${issuer}</code></dd>
        <dt>${text.aboutClientId}</dt>
        <dd><code>${clientId}</code></dd>
      </dl>
      <h2>${text.aboutRights}</h2>
      <dl>${rights}</dl>
    `,
    aside: readyAccounts(language),
  };
}
