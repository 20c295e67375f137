import type { Activity } from '../../contract/connection.ts';

/** What is being done with which connection in this process just now. */
export interface Activities {
  of(id: string): Activity;
  /** Shows the activity while the work is under way. */
  during<Result>(id: string, activity: NonNullable<Activity>, work: () => Promise<Result>): Promise<Result>;
}

/** Calls `changed` whenever an activity begins or ends. */
export function createActivities(changed: () => void): Activities {
  const current = new Map<string, NonNullable<Activity>>();
  return {
    of: (id) => current.get(id) ?? null,
    during: async (id, activity, work) => {
      current.set(id, activity);
      changed();
      try {
        return await work();
      } finally {
        current.delete(id);
        changed();
      }
    },
  };
}
