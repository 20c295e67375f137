import type { DemoAccount } from '../accounts.ts';
import { demoScopes, photoServiceScopes, type DemoScope } from '../scopes.ts';
import { html, type Html } from './html.ts';
import type { Language } from './language.ts';
import type { Page } from './layout.ts';
import { texts } from './texts.ts';

export interface ConsentView {
  readonly language: Language;
  readonly appName: string;
  readonly action: string;
  readonly account: DemoAccount;
  readonly scopes: readonly string[];
  readonly formMayLeadTo: string;
}

const tick = html`<svg
  viewBox="0 0 18 18"
  fill="none"
  stroke="currentColor"
  stroke-width="2"
  aria-hidden="true"
>
  <path d="m3.5 9.5 3.5 3.5 7.5-8" stroke-linecap="round" stroke-linejoin="round" />
</svg>`;
const warning = html`<svg
  viewBox="0 0 18 18"
  fill="none"
  stroke="currentColor"
  stroke-width="1.8"
  aria-hidden="true"
>
  <path d="M9 2.5 16.5 15.5h-15zM9 7.5v3.5M9 13.2v.1" stroke-linecap="round" stroke-linejoin="round" />
</svg>`;
const cross = html`<svg
  viewBox="0 0 18 18"
  fill="none"
  stroke="currentColor"
  stroke-width="2"
  aria-hidden="true"
>
  <path d="m4.5 4.5 9 9m0-9-9 9" stroke-linecap="round" />
</svg>`;

/** Where a person grants an app its rights, or does not: what it may do, in plain words, and what it may not. */
export function consentPage({
  language,
  appName,
  action,
  account,
  scopes,
  formMayLeadTo,
}: ConsentView): Page {
  const text = texts[language];
  const granted = demoScopes.filter(({ name }) => scopes.includes(name));
  const withheld = photoServiceScopes.filter(({ name }) => !scopes.includes(name));
  return {
    language,
    title: text.consentTitle,
    formMayLeadTo,
    content: html`
      <h1>${text.wantsAccess(appName)}</h1>
      <div class="person">
        <span class="avatar" aria-hidden="true">${account.name.charAt(0)}</span>
        <span class="who">
          <small>${text.signedInAs}</small>
          ${account.name}
          <small>${account.email}</small>
        </span>
        <a href="?account=another">${text.useAnotherAccount}</a>
      </div>
      <h2 id="granted">${text.willBeAble}</h2>
      <ul class="rights" aria-labelledby="granted">
        ${granted.map((scope) => grantedRow(scope, language))}
      </ul>
      ${withheld.length === 0 ? '' : withheldList(withheld, language)}
      <p class="note">${text.takeBack}</p>
      <form method="post" action="${action}">
        <div class="choices">
          <button class="main" name="decision" value="allow">${text.allow}</button>
          <button name="decision" value="deny">${text.deny}</button>
        </div>
      </form>
    `,
  };
}

function grantedRow({ words, grave }: DemoScope, language: Language): Html {
  return grave
    ? html`<li class="grave">${warning}<strong>${words[language]}</strong></li>`
    : html`<li>${tick}<span>${words[language]}</span></li>`;
}

function withheldList(scopes: readonly DemoScope[], language: Language): Html {
  return html`<h2 id="withheld">${texts[language].willNotBeAble}</h2>
    <ul class="rights closed" aria-labelledby="withheld">
      ${scopes.map(({ words }) => html`<li>${cross}<span>${words[language]}</span></li>`)}
    </ul>`;
}
