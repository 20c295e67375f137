import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src-main/wallet/services/catalog.ts';
import { mask, recogniseToken } from '../../src-main/wallet/services/recognise-token.ts';
import { jwt } from '../support/jwt.ts';

const services = loadCatalog();

// The value that public write-ups of GitHub's checksum work with; nobody's token. In two parts, lest scanners raise alarm.
const goodGitHubToken = ['ghp', 'zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17'].join('_');

function candidates(token: string): string[] {
  return recogniseToken(services, token).candidates.map(
    ({ serviceId, kind, checksum, distinctive }) =>
      `${serviceId} ${kind} ${checksum}${distinctive ? '' : ' (perhaps)'}`,
  );
}

describe('recognising a token by its form', () => {
  it('believes a GitHub token whose checksum fits', () => {
    expect(candidates(goodGitHubToken)).toEqual(['github-oauth-app personal fits']);
  });

  it('sees that one character was changed', () => {
    expect(candidates(goodGitHubToken.replace('zQWB', 'zQWC'))).toEqual(['github-oauth-app personal fails']);
    expect(candidates(goodGitHubToken.replace(/17$/, '18'))).toEqual(['github-oauth-app personal fails']);
  });

  it('pads a small checksum with zeros', () => {
    // The CRC-32 of this body is 132349, in base 62 YQf.
    const body = '37127'.padStart(30, '0');
    expect(candidates(`npm_${body}000YQf`)).toEqual(['npm personal fits']);
    expect(candidates(`npm_${body}YQf000`)).toEqual(['npm personal fails']);
  });

  it.each([
    ['glpat-aaaaaaaaaaaaaaaaaaaa', 'gitlab personal none'],
    ['hf_abcdefghijklmnopqrstuvwxyzABCDEFGH', 'huggingface personal none'],
    [`dor_v1_${'0'.repeat(64)}`, 'digitalocean refresh none'],
    [`ya29.${'a'.repeat(40)}`, 'google access none'],
  ])('knows %s', (token, expected) => {
    expect(candidates(token)).toEqual([expected]);
  });

  it('says that others have tokens of the same form', () => {
    expect(candidates('a'.repeat(64))).toEqual(['gitlab access none (perhaps)']);
  });

  it('takes the whole text for the token, and no part of it', () => {
    expect(candidates(`x${goodGitHubToken}`)).toEqual([]);
    expect(candidates(`${goodGitHubToken}x`)).toEqual([]);
    expect(candidates(`${goodGitHubToken}\n`)).toEqual([]);
  });

  it('knows nothing of a text of no known form', () => {
    expect(recogniseToken(services, 'correct horse battery staple')).toEqual({
      masked: 'corr…aple',
      candidates: [],
      claims: null,
    });
  });

  it('shows no more than four characters at each end, and of a short text none', () => {
    expect(mask(goodGitHubToken)).toBe('ghp_…Lq17');
    expect(mask('0123456789abcde')).toBe('…');
  });
});

describe('what a JWT says of itself', () => {
  const claimsOf = (token: string): unknown => recogniseToken(services, token).claims;

  it('is read without believing it', () => {
    const token = jwt({
      iss: 'https://login.example.com',
      sub: 'anna',
      azp: 'photo-uploader',
      scope: 'photos.read  photos.write',
      exp: 1_800_000_000,
    });
    expect(claimsOf(token)).toEqual({
      issuer: 'https://login.example.com',
      subject: 'anna',
      clientId: 'photo-uploader',
      scopes: ['photos.read', 'photos.write'],
      expiresAt: '2027-01-15T08:00:00.000Z',
    });
  });

  it('may hold scopes as a list', () => {
    expect(claimsOf(jwt({ scp: ['read', 7, 'write'] }))).toMatchObject({ scopes: ['read', 'write'] });
  });

  it.each([[{ exp: 'soon' }], [{ exp: 1e300 }], [{ sub: 7, iss: {} }], [{}]])(
    'is nothing where it makes no sense: %j',
    (claims) => {
      expect(claimsOf(jwt(claims))).toEqual({
        issuer: null,
        subject: null,
        clientId: null,
        scopes: [],
        expiresAt: null,
      });
    },
  );

  it.each(['a.b.c', 'eyJhbGciOiJub25lIn0.bm90IGpzb24.', '..', 'eyJhbGciOiJub25lIn0.W10.', 'a.b.c.d'])(
    'is not read from %s',
    (token) => {
      expect(claimsOf(token)).toBeNull();
    },
  );
});
