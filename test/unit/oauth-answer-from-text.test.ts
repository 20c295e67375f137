import { describe, expect, it } from 'vitest';
import { answerFromText } from '../../src-main/wallet/oauth/answer-from-text.ts';
import type { AuthorizationRequest } from '../../src-main/wallet/oauth/oauth.ts';
import { Secret } from '../../src-main/wallet/secret.ts';

const request: AuthorizationRequest = {
  address: new URL('https://login.example.com/authorize'),
  state: new Secret('state-1'),
  nonce: new Secret('nonce-1'),
  nonceIsSent: true,
  codeVerifier: new Secret('verifier-1'),
  redirectUri: 'http://127.0.0.1:4321/callback',
  resource: null,
  proofKey: null,
};

function understood(text: string, redirectUri = request.redirectUri): string {
  return answerFromText(text, { ...request, redirectUri }).href;
}

function refusal(text: string): unknown {
  try {
    return understood(text);
  } catch (error) {
    return error;
  }
}

describe('what a person pastes', () => {
  const whole = 'http://127.0.0.1:4321/callback?code=c-1&state=state-1';

  it.each([
    ['the whole address', whole],
    ['with blanks around it', `  \n${whole}\t `],
    ['broken over lines by a terminal', `http://127.0.0.1:4321/callback?code=c-1\n  &state=state-1`],
    ['without its scheme', '127.0.0.1:4321/callback?code=c-1&state=state-1'],
    ['only its query', '?code=c-1&state=state-1'],
    ['only its query, without the question mark', ' code=c-1&state=state-1'],
  ])('%s is understood', (_, text) => {
    expect(understood(text)).toBe(whole);
  });

  it('may hold an error, which is an answer too', () => {
    expect(understood('?error=access_denied&state=state-1')).toContain('error=access_denied');
  });

  it('may begin with a scheme of the app', () => {
    const text = 'com.example.wallet:/callback?code=c-1&state=state-1';
    expect(understood(text, 'com.example.wallet:/callback')).toBe(text);
  });

  it.each([
    ['', 'it does not begin with http://127.0.0.1:4321/callback'],
    [
      'https://login.example.com/authorize?state=state-1&code=c-1',
      'it does not begin with http://127.0.0.1:4321/callback',
    ],
    [
      'http://127.0.0.1:9999/callback?code=c-1&state=state-1',
      'it does not begin with http://127.0.0.1:4321/callback',
    ],
    ['canary-code-0123456789', 'it does not begin with http://127.0.0.1:4321/callback'],
    ['http://127.0.0.1:4321/callback', 'it holds neither a code nor an error'],
    ['?state=state-1', 'it holds neither a code nor an error'],
  ])('%j is not understood', (text, problem) => {
    expect(refusal(text)).toMatchObject({
      code: 'answer-not-understood',
      detail: { problem, redirectUri: request.redirectUri },
    });
    expect(String(refusal(text))).not.toContain('canary');
  });

  it.each(['?code=c-1&state=another', '?code=c-1', '?code=c-1&state=state-1&state=state-1'])(
    '%j belongs to another request',
    (text) => {
      expect(refusal(text)).toMatchObject({ code: 'state-mismatch' });
    },
  );
});
