import type { Page } from '@playwright/test';

/**
 * Runs a script in the page as if somebody had slipped it in there: in a task of its own.
 *
 * What the debugger itself runs is let off parts of the content policy (`eval` works there); what it merely put on the
 * page's own queue is not.
 */
export async function inject<Result>(page: Page, script: () => Result | Promise<Result>): Promise<Result>;
export async function inject<Argument, Result>(
  page: Page,
  script: (argument: Argument) => Result | Promise<Result>,
  argument: Argument,
): Promise<Result>;
export async function inject(
  page: Page,
  script: (argument: unknown) => unknown,
  argument?: unknown,
): Promise<unknown> {
  const call = `(${script.toString()})(${argument === undefined ? '' : JSON.stringify(argument)})`;
  return page.evaluate(`new Promise((resolve, reject) => {
    setTimeout(async () => {
      try { resolve(await ${call}); } catch (error) { reject(error); }
    });
  })`);
}
