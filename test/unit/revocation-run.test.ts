import { expect, it } from 'vitest';
import { createRunCounter } from '../../src-main/wallet/connections/revoke/revocation-run.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const nothingWaits = { waiting: 0, nextAttemptAt: null };

it('a run counts none as waiting that waits nowhere any more', () => {
  const run = createRunCounter(createFakeClock());
  run.begin(['a', 'b', 'c']);
  run.ended('a', 'confirmed');
  run.ended('b', 'queued');
  run.ended('c', 'queued');
  run.keepOnly((id) => id === 'c');
  const view = run.view(nothingWaits);
  expect(view).toMatchObject({ state: 'idle', total: 2, done: 2 });
  expect(view.byOutcome).toMatchObject({ confirmed: 1, queued: 1 });
});

it('a run forgets what was ended elsewhere before its turn', () => {
  const run = createRunCounter(createFakeClock());
  run.begin(['a', 'b']);
  run.ended('a', 'failed');
  run.keepOnly(() => false);
  expect(run.view(nothingWaits)).toMatchObject({ state: 'idle', total: 1, done: 1 });
});
