import { describe, expect, it } from 'vitest';
import { findService, loadCatalog } from '../../src-main/wallet/services/catalog.ts';
import {
  hostFor,
  runsAtHost,
  servicesAtHost,
  withHost,
} from '../../src-main/wallet/services/service-host.ts';
import type { Service } from '../../src-main/wallet/services/service-schema.ts';
import { WalletError } from '../../src-main/wallet/wallet-error.ts';

const services = loadCatalog();

function service(id: string): Service {
  const found = findService(services, id);
  if (found === undefined) {
    throw new Error(`The catalog has no ${id}.`);
  }
  return found;
}

describe('the host of a self-hosted service', () => {
  it.each([
    ['git.example.com', 'git.example.com'],
    ['  https://git.example.com/ ', 'git.example.com'],
    ['HTTPS://Git.Example.com', 'git.example.com'],
    ['git.example.com:8443/gitlab/', 'git.example.com:8443/gitlab'],
    ['[::1]:8080', '[::1]:8080'],
    ['почта.рф', 'xn--80a1acny.xn--p1ai'],
  ])('may be entered as %s', (entered, host) => {
    expect(hostFor(service('gitlab'), entered)).toBe(host);
  });

  it.each([
    'http://git.example.com',
    'anna@git.example.com',
    'anna:sunflower@git.example.com',
    '@git.example.com',
    'git.example.com?x=1',
    'git.example.com?',
    'git.example.com#x',
    'git.example.com\\evil.example',
    'git.example.com/a b',
    'git.example.com//evil.example',
    'git.example.com/%2e%2e/x',
    '{token}.evil.example',
    'git.example.com:99999',
    '/',
    'https://',
  ])('is not %s', (entered) => {
    expect(() => hostFor(service('gitlab'), entered)).toThrow(WalletError);
  });

  it('is the usual one where none is entered, if there is a usual one', () => {
    expect(hostFor(service('gitlab'), undefined)).toBe('gitlab.com');
    expect(hostFor(service('gitlab'), '  ')).toBe('gitlab.com');
    expect(() => hostFor(service('mastodon'), undefined)).toThrow(
      expect.objectContaining({
        code: 'host-required',
        detail: { service: 'Mastodon', example: 'mastodon.social' },
      }),
    );
  });

  it('is nothing for a service that runs in one place', () => {
    expect(hostFor(service('spotify'), 'evil.example')).toBeNull();
  });

  it('is put into addresses wherever they want it', () => {
    expect(withHost('https://{host}/a?b={host}', 'git.example.com')).toBe(
      'https://git.example.com/a?b=git.example.com',
    );
    expect(runsAtHost(service('gitlab'))).toBe(true);
    expect(runsAtHost(service('microsoft-entra'))).toBe(false);
  });
});

describe('who is at a host', () => {
  const at = (host: string): string[] => servicesAtHost(services, host).map(({ id }) => id);

  it.each([
    ['gitlab.com', ['gitlab']],
    ['api.spotify.com', ['spotify']],
    ['github.com', ['github-app', 'github-oauth-app']],
    ['https://GitHub.com/', ['github-app', 'github-oauth-app']],
    ['login.microsoftonline.com', ['microsoft-entra']],
    ['git.example.com', []],
    ['host.invalid', []],
    ['', []],
  ])('is known of %s', (host, ids) => {
    expect(at(host).sort()).toEqual(ids);
  });
});
