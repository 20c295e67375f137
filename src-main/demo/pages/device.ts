import { html } from './html.ts';
import type { Language } from './language.ts';
import type { Page } from './layout.ts';
import { texts } from './texts.ts';

interface DeviceView {
  readonly language: Language;
  readonly action: string;
  /** Ties the form to the browser's session; oidc-provider checks it. */
  readonly xsrf: string;
}

/** Where a person types the code that a device shows (RFC 8628 section 3.3). */
export function deviceCodePage({
  language,
  action,
  xsrf,
  wrong,
}: DeviceView & { readonly wrong: boolean }): Page {
  const text = texts[language];
  return {
    language,
    title: text.deviceTitle,
    content: html`
      <h1>${text.deviceTitle}</h1>
      <p class="lead">${text.deviceLead}</p>
      <form method="post" action="${action}">
        ${wrong ? html`<p class="wrong" role="alert">${text.deviceCodeWrong}</p>` : ''}
        <input type="hidden" name="xsrf" value="${xsrf}" />
        <label class="field">
          <span>${text.deviceCode}</span>
          <input
            class="code"
            name="user_code"
            autocomplete="off"
            spellcheck="false"
            required
            autofocus
            aria-invalid="${wrong ? 'true' : 'false'}"
          />
        </label>
        <div class="choices"><button class="main">${text.continue}</button></div>
      </form>
    `,
  };
}

/** Where a person compares the code before going on, against codes that somebody else sent (RFC 8628 section 5.4). */
export function deviceConfirmPage({
  language,
  action,
  xsrf,
  appName,
  userCode,
}: DeviceView & { readonly appName: string; readonly userCode: string }): Page {
  const text = texts[language];
  return {
    language,
    title: text.deviceTitle,
    content: html`
      <h1>${text.deviceConfirm(appName)}</h1>
      <p class="lead">${text.deviceConfirmLead}</p>
      <p class="usercode">${userCode}</p>
      <form method="post" action="${action}">
        <input type="hidden" name="xsrf" value="${xsrf}" />
        <input type="hidden" name="user_code" value="${userCode}" />
        <input type="hidden" name="confirm" value="yes" />
        <div class="choices">
          <button class="main">${text.continue}</button>
          <button name="abort" value="yes">${text.cancel}</button>
        </div>
      </form>
    `,
  };
}

export function deviceDonePage(language: Language, appName: string): Page {
  const text = texts[language];
  return {
    language,
    title: text.deviceDone,
    content: html`<h1>${text.deviceDone}</h1>
      <p class="lead">${text.deviceDoneLead(appName)} ${text.closePage}</p>`,
  };
}

export function deviceStoppedPage(language: Language): Page {
  const text = texts[language];
  return {
    language,
    title: text.deviceStopped,
    content: html`<h1>${text.deviceStopped}</h1>
      <p class="lead">${text.closePage}</p>`,
  };
}
