import { describe, expect, it } from 'vitest';
import { noHoldings, type Holdings } from '../../src-main/wallet/leaks/match/holdings.ts';
import { keyCalled } from '../../src-main/wallet/leaks/match/leak-home.ts';
import { type FoundToken, matchToken } from '../../src-main/wallet/leaks/match/match-token.ts';
import { loadCatalog } from '../../src-main/wallet/services/catalog.ts';
import { recogniseToken } from '../../src-main/wallet/services/recognise-token.ts';
import { createServiceDirectory } from '../../src-main/wallet/services/service-directory.ts';
import { gitHubToken, randomLooking } from '../support/sample-tokens.ts';
import { clientRecord } from '../support/client-record.ts';

const services = createServiceDirectory(loadCatalog());
const ISSUER = 'https://login.example.com';

const client = clientRecord({
  issuer: ISSUER,
  clientId: 'app-1',
  authMethod: null,
  registeredByWallet: true,
});

/** What the wallet holds: nothing, or one client at a server of which the catalog knows nothing. */
const nothing = noHoldings((token) => token);
const atIssuer: Holdings = {
  ...nothing,
  placeAt: (issuer) =>
    issuer.replace(/\/$/, '') === ISSUER ? { issuer: ISSUER, service: undefined, host: null } : undefined,
  clientsAt: (issuer) => (issuer === ISSUER ? [client] : []),
};

function found(token: string, of: Partial<FoundToken> = {}): FoundToken {
  const { candidates, claims } = recogniseToken(services.all, token);
  const certain = [...new Set(candidates.filter((one) => one.distinctive).map((one) => one.serviceId))];
  return {
    fingerprint: '00112233445566778899aabbccddeeff',
    masked: '…',
    kind: candidates[0]?.kind ?? null,
    service: certain.length === 1 ? (certain[0] ?? null) : null,
    candidates,
    checksum: 'none',
    mark: 'pattern',
    flaw: null,
    claims,
    places: [],
    placeCount: 1,
    ...of,
  };
}

function jwtOf(claims: object): string {
  const parts = [{ alg: 'ES256' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return [...parts, randomLooking(1, 43)].join('.');
}

describe('Whose a leaked token is', () => {
  it('tells the form of a token that only one service has', () => {
    expect(matchToken(services, nothing, found(gitHubToken(1)), null)).toMatchObject({
      service: 'github-oauth-app',
      way: 'call',
      revocable: true,
      cuts: 'token',
    });
  });

  it('is open where the same form is at every host of a service, until a person names the host', () => {
    const token = found(`glpat-${randomLooking(2, 20)}`);
    expect(matchToken(services, nothing, token, null)).toMatchObject({
      service: 'gitlab',
      way: 'needs-service',
      revocable: false,
    });
    const key = keyCalled(services, nothing, 'https://git.example.com', [token]);
    expect(matchToken(services, nothing, token, key)).toMatchObject({
      service: 'https://git.example.com',
      serviceName: 'GitLab (git.example.com)',
      way: 'call',
      revocable: true,
    });
    expect(matchToken(services, nothing, token, 'gitlab')).toMatchObject({ way: 'call', service: 'gitlab' });
  });

  it('tells the issuer of a JWT, if the wallet has to do with it', () => {
    const token = found(jwtOf({ iss: `${ISSUER}/`, sub: 'anna' }), { mark: 'jwt' });
    expect(matchToken(services, atIssuer, token, null)).toMatchObject({ service: ISSUER, way: 'endpoint' });
    expect(matchToken(services, nothing, token, null)).toMatchObject({ service: null, way: 'needs-service' });
  });

  it('is never what a person says against what the token says of itself', () => {
    const stranger = found(jwtOf({ iss: 'https://stranger.example' }), { mark: 'jwt' });
    expect(matchToken(services, atIssuer, stranger, ISSUER)).toMatchObject({ way: 'needs-service' });
    expect(matchToken(services, atIssuer, found(gitHubToken(3)), ISSUER)).toMatchObject({
      service: 'github-oauth-app',
    });
  });

  it('is what a person says of a token without a mark', () => {
    const token = found(randomLooking(4, 43), { mark: 'named-field' });
    expect(matchToken(services, atIssuer, token, null)).toMatchObject({
      service: null,
      way: 'needs-service',
    });
    expect(matchToken(services, atIssuer, token, ISSUER)).toMatchObject({ service: ISSUER, way: 'endpoint' });
  });

  it('changes nothing of a token of which only a part was found', () => {
    const token = found(gitHubToken(5), { flaw: 'masked' });
    expect(matchToken(services, nothing, token, null)).toMatchObject({ way: 'not-whole', revocable: false });
  });

  it('leads to the page of a service that nobody can revoke at by call', () => {
    const spotify = found(randomLooking(6, 160), { mark: 'named-field' });
    const matched = matchToken(services, nothing, spotify, 'spotify');
    expect(matched).toMatchObject({ way: 'by-hand', revocable: false, cuts: 'nothing' });
    expect(matched.byHand?.page).toMatch(/^https:\/\/www\.spotify\.com\//);
  });
});

describe('What a person calls a service', () => {
  it.each([
    ['nonsense', 'leak-service-unclear'],
    ['keycloak', 'leak-service-unclear'],
    ['https://stranger.example', 'leak-needs-client'],
  ])('%s is answered %s', (name, code) => {
    expect(() => keyCalled(services, nothing, name, [found(randomLooking(7, 43))])).toThrow(
      expect.objectContaining({ code }),
    );
  });
});
