import * as v from 'valibot';
import { EVENT_CHANNEL } from '../contract/bridge.ts';
import { events } from '../contract/contract.ts';
import type { EventName, EventOf, Tell } from '../contract/contract.ts';
import type { Guard } from './guard.ts';

/**
 * Tells the wallet's events to every trusted page, in the shape of the contract and no other.
 *
 * One that does not fit is dropped and its name logged: what is in it may be what must not leave.
 */
export function createEventSender(guard: Pick<Guard, 'trusted'>, log: (line: string) => void): Tell {
  return <Name extends EventName>(name: Name, payload: EventOf<Name>) => {
    const checked = v.safeParse(events[name], payload, { abortEarly: true });
    if (!checked.success) {
      log(`The event ${name} is not what the contract says and was dropped.`);
      return;
    }
    for (const contents of guard.trusted()) {
      contents.send(EVENT_CHANNEL, name, checked.output);
    }
  };
}
