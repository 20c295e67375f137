import { describe, expect, it } from 'vitest';
import { isPlainLoopback, parseIssuer } from '../../src-main/wallet/oauth/issuer-address.ts';
import { scopesOf } from '../../src-main/wallet/oauth/json-body.ts';
import { networkError } from '../../src-main/wallet/oauth/network-error.ts';
import { safeText } from '../../src-main/wallet/oauth/safe-text.ts';

describe('an issuer address as typed', () => {
  it.each([
    ['login.example.com', 'https://login.example.com/'],
    ['login.example.com:8443/realms/acme', 'https://login.example.com:8443/realms/acme'],
    ['https://login.example.com/.well-known/openid-configuration', 'https://login.example.com/'],
    ['https://example.com/a/.well-known/openid-configuration', 'https://example.com/a'],
    ['https://example.com/.well-known/oauth-authorization-server/a', 'https://example.com/a'],
    ['http://localhost:3000', 'http://localhost:3000/'],
    ['http://[::1]:3000', 'http://[::1]:3000/'],
  ])('%s means %s', (typed, meant) => {
    expect(parseIssuer(typed).href).toBe(meant);
  });

  it.each([
    ['http://127.0.0.1', true],
    ['http://127.8.9.10:80', true],
    ['http://0x7f.1', true],
    ['https://127.0.0.1', false],
    ['http://128.0.0.1', false],
    ['http://localhost.example.com', false],
  ])('%s is plain http on this computer: %s', (address, expected) => {
    expect(isPlainLoopback(new URL(address))).toBe(expected);
  });
});

describe('a text that a stranger wrote', () => {
  it.each([
    ['The token_endpoint_auth_method is wrong.', 'The token_endpoint_auth_method is wrong.'],
    ['line\r\none\u0000\u202etwo', 'line one two'],
    ['Token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln has expired', 'Token … has expired'],
    ['bad code: canary-code-of-the-attempt', 'bad code: …'],
    ['unknown 0123456789abcdef0123', 'unknown …'],
    ['', ''],
  ])('%j becomes %j', (text, shown) => {
    expect(safeText(text)).toBe(shown);
  });

  it('is read in no time, even where it is as long as an answer may be', () => {
    const startMs = performance.now();
    safeText('a'.repeat(1_000_000));
    expect(performance.now() - startMs).toBeLessThan(1_000);
  });

  it('is cut', () => {
    expect(safeText('word '.repeat(1000)).length).toBeLessThanOrEqual(201);
  });
});

describe('scopes', () => {
  it.each([
    ['a b', ['a', 'b']],
    [' a \t b\n', ['a', 'b']],
    ['', []],
    [
      ['a', 'b c', 7],
      ['a', 'b', 'c'],
    ],
    [undefined, []],
    [7, []],
  ])('of %j are %j', (value, scopes) => {
    expect(scopesOf(value)).toEqual(scopes);
  });
});

describe('a failed fetch', () => {
  it.each([
    ['ENOTFOUND', 'host-not-found'],
    ['EAI_AGAIN', 'host-not-found'],
    ['ECONNREFUSED', 'service-unreachable'],
    ['ECONNRESET', 'service-unreachable'],
    ['EHOSTUNREACH', 'service-unreachable'],
    ['UND_ERR_SOCKET', 'service-unreachable'],
    ['UND_ERR_CONNECT_TIMEOUT', 'service-timeout'],
    ['ETIMEDOUT', 'service-timeout'],
    ['CERT_HAS_EXPIRED', 'tls-failed'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls-failed'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls-failed'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls-failed'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls-failed'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls-failed'],
  ])('because of %s is %s', (reason, code) => {
    const cause = Object.assign(new Error('reason'), { code: reason });
    expect(networkError(new TypeError('fetch failed', { cause }), 'example.com')).toMatchObject({ code });
    const several = new TypeError('fetch failed', { cause: new AggregateError([cause]) });
    expect(networkError(several, 'example.com')).toMatchObject({ code, detail: { host: 'example.com' } });
  });
});
