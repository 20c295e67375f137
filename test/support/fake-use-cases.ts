import { methods } from '../../src-main/contract/contract.ts';
import type { MethodName, UseCases } from '../../src-main/contract/contract.ts';

/** Use cases of which only the given ones work; calling another one is a mistake of the test. */
export function fakeUseCases(working: Partial<UseCases> = {}): UseCases {
  const names = Object.keys(methods) as MethodName[];
  const idle = names.map((name) => [name, () => Promise.reject(new Error(`${name} was not expected`))]);
  return { ...(Object.fromEntries(idle) as UseCases), ...working };
}
