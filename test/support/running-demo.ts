import { type RunningDemo, startDemo } from '../../src-main/demo/start-demo.ts';

/** The demo for one test: it ends with the block that uses it. */
export async function runningDemo(): Promise<RunningDemo & AsyncDisposable> {
  const demo = await startDemo();
  return { ...demo, [Symbol.asyncDispose]: () => demo.stop() };
}
