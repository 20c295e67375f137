import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchUserInfo, tokenIntrospection, tokenRevocation, type Configuration } from 'openid-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDemo, type RunningDemo } from '../../src-main/demo/start-demo.ts';
import { registerDemoApp } from '../support/demo-client.ts';
import { temporaryFolder } from '../support/vault-folder.ts';

describe('a leak that is rehearsed', () => {
  let demo: RunningDemo;
  let supportDesk: Configuration;

  beforeEach(async () => {
    demo = await startDemo();
    supportDesk = await registerDemoApp(demo.issuer);
  });
  afterEach(() => demo.stop());

  it('is as large as was asked for, and names each token whole at least once', async () => {
    const { file, tokens, clientId } = await demo.leak({
      tokens: 203,
      out: join(temporaryFolder(), 'leak.log'),
    });

    const text = readFileSync(file, 'utf8');
    const living = demo.truth.living();
    expect({ tokens, clientId, living: living.length }).toEqual({
      tokens: 203,
      clientId: 'demo-app',
      living: 203,
    });
    expect(living.filter(({ token }) => !namesPlainly(text, token))).toEqual([]);
    expect(new Set(living.map(({ kind }) => kind))).toEqual(new Set(['access', 'refresh']));
  });

  it('becomes a repository in a folder, with every token in one of its files', async () => {
    const { file } = await demo.leak({ tokens: 300, out: `${temporaryFolder()}/` });

    const names = readdirSync(file, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const text = names.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')).join('\n');
    expect(names.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['.env', 'server.log', 'upload.har']),
    );
    expect(demo.truth.living().filter(({ token }) => !namesPlainly(text, token))).toEqual([]);
  });

  it('lets any app of the service ask about, and end, what leaked, and nothing else', async () => {
    await demo.leak({ tokens: 4, out: join(temporaryFolder(), 'leak.log') });
    const leaked = demo.truth.living();
    const { accessToken } = await demo.issue({ login: 'anna', scopes: ['openid', 'photos.read'] });

    for (const { token } of leaked) {
      expect((await tokenIntrospection(supportDesk, token)).active).toBe(true);
    }
    for (const { token } of leaked) {
      await tokenRevocation(supportDesk, token);
      expect((await tokenIntrospection(supportDesk, token)).active).toBe(false);
    }
    await tokenRevocation(supportDesk, accessToken);

    expect(demo.truth.living().map(({ token }) => token)).toEqual([accessToken]);
    await expect(fetchUserInfo(supportDesk, accessToken, 'anna')).resolves.toMatchObject({ sub: 'anna' });
  });

  it('is told the truth about, one token or many', async () => {
    demo.trouble.add('half-dead');
    await demo.leak({ tokens: 2, out: join(temporaryFolder(), 'leak.log') });
    const token = demo.truth.living()[0]?.token ?? '';
    const truth = { known: true, alive: true, kind: 'access', clientId: 'demo-app', accountId: 'anna' };
    await tokenRevocation(supportDesk, token);

    const one = await fetch(`${demo.api}/truth?token=${token}`);
    const many = await fetch(`${demo.api}/truth`, {
      method: 'POST',
      body: JSON.stringify([token, 'made-up']),
    });

    await expect(one.json()).resolves.toEqual({ ...truth, alive: false });
    await expect(many.json()).resolves.toMatchObject([
      { alive: false },
      { known: false, alive: false, kind: null },
    ]);
    expect((await fetch(`${demo.api}/truth`)).status).toBe(400);
  });

  describe('with trouble', () => {
    it('is half dead already', async () => {
      demo.trouble.add('half-dead');

      await demo.leak({ tokens: 100, out: join(temporaryFolder(), 'leak.log') });

      expect(demo.truth.living()).toHaveLength(50);
    });

    it('is refused now and then, with the time to wait', async () => {
      demo.trouble.add('429');

      const answers = await Promise.all(Array.from({ length: 20 }, () => revokeAsDesk('made-up')));

      const busy = answers.filter(({ status }) => status === 429);
      expect(busy.map(({ headers }) => headers.get('Retry-After'))).toEqual(['1', '1']);
    });

    it('keeps some tokens from being revoked: refused, forbidden, or answered 200 and alive', async () => {
      demo.trouble.add('refuses');
      await demo.leak({ tokens: 1_000, out: join(temporaryFolder(), 'leak.log') });
      const access = demo.truth.living().filter(({ kind }) => kind === 'access');
      const stubborn = ['0', '1', '2'].map(
        (sign) => access.find(({ token }) => token.endsWith(sign))?.token ?? '',
      );

      const answers = await Promise.all(stubborn.map(revokeAsDesk));

      expect(answers.map(({ status }) => status)).toEqual([400, 403, 200]);
      expect(stubborn.map((token) => demo.truth.isAlive(token))).toEqual([true, true, true]);
    });
  });

  function revokeAsDesk(token: string): Promise<Response> {
    const body = new URLSearchParams({ client_id: supportDesk.clientMetadata().client_id, token });
    return fetch(`${demo.issuer}/token/revocation`, { method: 'POST', body });
  }
});

/** In a header, a parameter or a field: behind a name that says what it is. */
function namesPlainly(text: string, token: string): boolean {
  return [
    'Bearer ',
    'access_token=',
    'refresh_token=',
    '_token":"',
    '_token\\":\\"',
    "_token: '",
    '_TOKEN=',
    '_TOKEN="',
    '_TOKEN = "',
    '_token": "',
    '_token=',
  ].some((name) => text.includes(`${name}${token}`));
}
