import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Page } from '@playwright/test';

const program = join(import.meta.dirname, '..', '..', 'src-main', 'demo', 'serve.ts');

/** The demo service in a process of its own, so that it outlives the wallet. */
export interface DemoProcess extends AsyncDisposable {
  readonly issuer: string;
  readonly users: readonly { readonly login: string; readonly password: string }[];
}

export async function startDemoProcess(): Promise<DemoProcess> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return {
    ...(JSON.parse(line) as Pick<DemoProcess, 'issuer' | 'users'>),
    [Symbol.asyncDispose]: async () => {
      const closed = once(child, 'close');
      child.kill();
      await closed;
    },
  };
}

/** The person's part in their own browser: signs in to the demo and allows, then answers with the last page's address. */
export async function allowInBrowser(
  page: Page,
  address: string,
  user: { readonly login: string; readonly password: string } = { login: 'anna', password: 'sunflower' },
): Promise<URL> {
  await page.goto(address);
  await page.getByLabel('Login').fill(user.login);
  await page.getByLabel('Password').fill(user.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByRole('heading', { name: 'Connected' }).waitFor();
  return new URL(page.url());
}
