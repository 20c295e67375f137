import { html } from './html.ts';
import type { Language } from './language.ts';
import type { Page } from './layout.ts';
import { readyAccounts } from './ready-accounts.ts';
import { texts } from './texts.ts';

export interface SignInView {
  readonly language: Language;
  readonly appName: string;
  readonly action: string;
  readonly login: string;
  readonly refused: boolean;
  readonly formMayLeadTo: string;
}

/** Where a person says who they are. */
export function signInPage({ language, appName, action, login, refused, formMayLeadTo }: SignInView): Page {
  const text = texts[language];
  const invalid = refused ? 'true' : 'false';
  return {
    language,
    title: text.signIn,
    formMayLeadTo,
    status: refused ? 400 : 200,
    content: html`
      <h1>${text.signIn}</h1>
      <p class="lead">${text.signInFor(appName)}</p>
      <form method="post" action="${action}">
        ${refused ? html`<p class="wrong" role="alert" id="wrong">${text.wrongPassword}</p>` : ''}
        <label class="field">
          <span>${text.login}</span>
          <input
            name="login"
            value="${login}"
            autocomplete="username"
            autocapitalize="none"
            spellcheck="false"
            aria-invalid="${invalid}"
            required
            ${login === '' ? 'autofocus' : ''}
          />
        </label>
        <label class="field">
          <span>${text.password}</span>
          <input
            name="password"
            type="password"
            autocomplete="current-password"
            aria-invalid="${invalid}"
            ${refused ? html`aria-describedby="wrong"` : ''}
            required
            ${login === '' ? '' : 'autofocus'}
          />
        </label>
        <div class="choices">
          <button class="main" name="decision" value="sign-in">${text.signInButton}</button>
          <button name="decision" value="deny" formnovalidate>${text.cancel}</button>
        </div>
      </form>
    `,
    aside: readyAccounts(language),
  };
}
