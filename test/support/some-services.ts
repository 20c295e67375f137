import type { ServiceSummary } from '../../src-main/contract/service.ts';
import { explain } from './scenes.ts';

/** A service of which nothing is known but what is said here. */
function makeService(
  different: Partial<ServiceSummary> & Pick<ServiceSummary, 'id' | 'name'>,
): ServiceSummary {
  return {
    host: null,
    flows: ['browser'],
    client: { kinds: ['public'], page: null, redirectUri: 'http://127.0.0.1/callback', hint: null },
    tokenPage: null,
    pkce: null,
    scopes: [],
    expiry: { lifetimeSeconds: null, withoutExpiresIn: null },
    refresh: null,
    revocation: {
      style: 'not-known',
      who: [],
      cuts: null,
      page: null,
      outcome: 'accepted',
      warnings: [],
    },
    checkable: false,
    sources: [`https://docs.${different.id}.example/oauth`],
    ...different,
  };
}

/** Services of every kind that a person can meet in the list, by name. */
export const someServices: readonly ServiceSummary[] = [
  makeService({ id: 'bank', name: 'Bank' }),
  makeService({
    id: 'github',
    name: 'GitHub',
    flows: ['browser', 'device', 'token'],
    client: {
      kinds: ['confidential'],
      page: 'https://github.example/settings/developers',
      redirectUri: 'http://127.0.0.1/callback',
      hint: {
        en: 'Make an OAuth app and allow the device flow in its settings.',
        ru: 'Создайте приложение OAuth и разрешите в его настройках вход по коду.',
      },
    },
    tokenPage: 'https://github.example/settings/tokens',
    pkce: 'supported',
    scopes: explain(['repo', 'workflow', 'admin:org']),
    expiry: { lifetimeSeconds: null, withoutExpiresIn: 'never' },
    refresh: 'never',
    revocation: {
      style: 'calls',
      who: ['client'],
      cuts: 'grant',
      page: 'https://github.example/settings/applications',
      outcome: 'confirmed',
      warnings: [],
    },
    checkable: true,
  }),
  makeService({
    id: 'gitlab',
    name: 'GitLab',
    host: {
      ask: {
        en: 'The address of your GitLab, such as gitlab.com',
        ru: 'Адрес вашего GitLab, например gitlab.com',
      },
      example: 'gitlab.example.com',
      usual: 'gitlab.com',
    },
    client: {
      kinds: ['public', 'confidential'],
      page: 'https://{host}/-/user_settings/applications',
      redirectUri: 'http://127.0.0.1/callback',
      hint: { en: 'Make it a public app.', ru: 'Сделайте приложение открытым.' },
    },
    pkce: 'required',
    expiry: { lifetimeSeconds: 7_200, withoutExpiresIn: null },
    refresh: 'always',
    revocation: {
      style: 'rfc7009',
      who: ['public-client'],
      cuts: 'token',
      page: null,
      outcome: 'confirmed',
      warnings: [],
    },
    checkable: true,
  }),
  makeService({
    id: 'notes',
    name: 'Notes',
    flows: ['token'],
    tokenPage: 'https://notes.example/my-integrations',
    revocation: {
      style: 'by-hand',
      who: ['admin'],
      cuts: 'app',
      page: 'https://notes.example/my-integrations',
      outcome: 'unsupported',
      warnings: [],
    },
  }),
  makeService({ id: 'wiki', name: 'Wiki', flows: ['device', 'client-credentials'] }),
];
