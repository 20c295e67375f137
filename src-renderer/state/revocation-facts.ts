import type { Connection } from '../../src-main/contract/connection.ts';

/** The one thing that can be done about a connection now: the button of its row. `wait`: its turn comes by itself. */
export type Act = 'revoke' | 'retry' | 'wait' | 'try-now' | 'open-page' | 'forget';

export function actFor(connection: Connection): Act {
  const { state, pending, revocation } = connection;
  if (state === 'revoked') {
    return 'forget';
  }
  if (hasPage(connection) && pending?.step !== 'revoke') {
    return 'open-page';
  }
  if (pending !== null) {
    return isFirstTurn(connection) ? 'wait' : 'try-now';
  }
  return revocation?.outcome === 'failed' ? 'retry' : 'revoke';
}

/** Whether a revocation can be begun: it is not done, and none is under way. */
export function canBeRevoked({ state, pending }: Connection): boolean {
  return state !== 'revoked' && pending === null;
}

/** Whether it may go from the list: a revocation that goes on has to stay in sight. */
export function canBeForgotten({ state, pending }: Connection): boolean {
  return state === 'revoked' || pending === null;
}

/** Whether a revocation has begun that the wallet goes on with by itself. */
export function isWaiting({ pending }: Connection): boolean {
  return pending !== null && !pending.isStopped;
}

/** Whether the service could not be reached, and is tried again: neither its first turn nor the asking afterwards. */
export function isQueued(connection: Connection): boolean {
  const { pending } = connection;
  return isWaiting(connection) && pending?.step === 'revoke' && pending.attempts > 0;
}

/** Whether a person stopped it, and has to say that it goes on. */
export function isStopped({ pending }: Connection): boolean {
  return pending?.isStopped === true;
}

/** Whether it was refused, and may be tried once more. */
export function hasFailed(connection: Connection): boolean {
  return canBeRevoked(connection) && connection.revocation?.outcome === 'failed';
}

/** Whether something is left that only a person can do, on the page of the service. */
export function isLeftByHand({ revocation }: Connection): boolean {
  return (
    revocation !== null &&
    revocation.outcome !== 'confirmed' &&
    (revocation.outcome === 'unsupported' || revocation.byHand !== null)
  );
}

/** Whether it is one of many, and its turn has not come yet. */
function isFirstTurn({ pending }: Connection): boolean {
  return pending?.step === 'revoke' && pending.attempts === 0 && !pending.isStopped;
}

function hasPage(connection: Connection): boolean {
  const page = connection.revocation?.byHand?.page ?? null;
  return page !== null && isLeftByHand(connection);
}
