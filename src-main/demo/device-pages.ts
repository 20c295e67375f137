import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { deviceCodePage, deviceConfirmPage, deviceDonePage, deviceStoppedPage } from './pages/device.ts';
import { languageOf } from './pages/language.ts';
import { sendPage } from './pages/layout.ts';

type DeviceFlow = NonNullable<NonNullable<Configuration['features']>['deviceFlow']>;

/** The pages of the device flow in the service's own look, in place of oidc-provider's. */
export const devicePages: Pick<
  DeviceFlow,
  'userCodeInputSource' | 'userCodeConfirmSource' | 'successSource'
> = {
  userCodeInputSource: (context, _form, _out, error) => {
    if (error?.name === 'AbortedError') {
      sendPage(context, deviceStoppedPage(languageOf(context)));
    } else {
      sendPage(context, deviceCodePage({ ...frameOf(context), wrong: error !== undefined }));
    }
  },
  userCodeConfirmSource: (context, _form, client, _deviceInfo, userCode) => {
    const appName = client.clientName ?? client.clientId;
    sendPage(context, deviceConfirmPage({ ...frameOf(context), appName, userCode }));
  },
  successSource: (context) => {
    const client = context.oidc.client;
    sendPage(context, deviceDonePage(languageOf(context), client?.clientName ?? client?.clientId ?? ''));
  },
};

function frameOf(
  context: KoaContextWithOIDC,
): Pick<Parameters<typeof deviceConfirmPage>[0], 'language' | 'action' | 'xsrf'> {
  const secret = context.oidc.session?.state?.['secret'];
  return {
    language: languageOf(context),
    action: context.oidc.urlFor('code_verification'),
    xsrf: typeof secret === 'string' ? secret : '',
  };
}
