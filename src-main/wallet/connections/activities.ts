import type { Activity } from '../../contract/connection.ts';
import type { Clock } from '../ports.ts';
import { createThrottle } from '../throttle.ts';

/** What is being done with which connection in this process just now. */
export interface Activities {
  of(id: string): Activity;
  /** Shows the activity while the work is under way. */
  during<Result>(id: string, activity: NonNullable<Activity>, work: () => Promise<Result>): Promise<Result>;
}

/** While much is done at once, the list is not told of every single act. */
const TELL_MS = 200;

/** Calls `changed` whenever an activity begins or ends; of many at once only as often as somebody can see. */
export function createActivities(clock: Clock, changed: () => void): Activities {
  const current = new Map<string, NonNullable<Activity>>();
  const told = createThrottle(clock, TELL_MS, changed);
  return {
    of: (id) => current.get(id) ?? null,
    during: async (id, activity, work) => {
      current.set(id, activity);
      tell(current.size === 1);
      try {
        return await work();
      } finally {
        current.delete(id);
        tell(current.size === 0);
      }
    },
  };

  /** The first begins and the last ends in plain view. */
  function tell(isAlone: boolean): void {
    if (isAlone) {
      told.now();
    } else {
      told.wish();
    }
  }
}
