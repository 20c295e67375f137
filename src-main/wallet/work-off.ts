import type { Clock } from './ports.ts';
import { createWaitingLine, type WaitingLine } from './waiting-line.ts';

/** What a piece of work says when its service has answered. */
export interface Answered {
  /** The service wants to be left alone for so long (RFC 9110 section 10.2.3): its whole lane rests. */
  readonly restMs?: number | undefined;
  /** The item was not dealt with: it has its turn once more, before the others of its lane. */
  readonly again?: boolean;
}

export interface WorkOffOptions<Item> {
  /** Items of one lane share its limit; a lane that rests holds up no other. */
  readonly laneOf: (item: Item) => string;
  /** How many of a lane are worked on at once. */
  readonly atOnce: (lane: string) => number;
  /**
   * Does the work. `answered` gives the place in the lane to the next item; what is left to do after it, such as waiting
   * for the disk, holds nobody up. Without a call of it the place is kept until the work ends.
   */
  readonly work: (item: Item, answered: (how?: Answered) => void) => Promise<void>;
  readonly clock: Clock;
}

/** Works items off, lane by lane, a few at once in each. */
export interface WorkOff<Item> {
  /**
   * Puts items in line behind those that are there. Resolves when each has ended or was dropped; one that fails stops no
   * other, and the first failure is thrown at the end.
   */
  add(items: readonly Item[]): Promise<void>;
  /** Whose turn comes next in a lane. */
  following(lane: string, count: number): readonly Item[];
  /** Takes items out of line that have not begun. What is under way ends. */
  drop(isDropped: (item: Item) => boolean): void;
  /** Drops all and ends every rest. */
  close(): void;
}

interface Lane<Item> {
  readonly name: string;
  readonly waiting: WaitingLine<Place<Item>>;
  working: number;
  isProceeding: boolean;
  restsUntilMs: number;
  endRest: (() => void) | undefined;
}

/** An item in line, and whom to tell of its end. */
interface Place<Item> {
  readonly item: Item;
  readonly ended: (...failure: readonly unknown[]) => void;
}

export function createWorkOff<Item>(options: WorkOffOptions<Item>): WorkOff<Item> {
  const { laneOf, atOnce, clock } = options;
  const lanes = new Map<string, Lane<Item>>();

  return {
    add: (items) => {
      const all = Promise.withResolvers<undefined>();
      const failures: unknown[] = [];
      let left = items.length;
      const ended = (...failure: readonly unknown[]): void => {
        failures.push(...failure);
        left -= 1;
        settleIfOver();
      };
      const touched = new Set<Lane<Item>>();
      for (const item of items) {
        const lane = laneCalled(laneOf(item));
        lane.waiting.append({ item, ended });
        touched.add(lane);
      }
      touched.forEach(proceed);
      settleIfOver();
      return all.promise;

      function settleIfOver(): void {
        if (left > 0) {
          return;
        }
        if (failures.length === 0) {
          all.resolve(undefined);
        } else {
          all.reject(failures[0]);
        }
      }
    },
    following: (lane, count) => (lanes.get(lane)?.waiting.first(count) ?? []).map(({ item }) => item),
    drop,
    close: () => {
      drop(() => true);
      for (const lane of lanes.values()) {
        lane.endRest?.();
      }
      lanes.clear();
    },
  };

  function drop(isDropped: (item: Item) => boolean): void {
    for (const lane of lanes.values()) {
      for (const place of lane.waiting.takeAll()) {
        if (isDropped(place.item)) {
          place.ended();
        } else {
          lane.waiting.append(place);
        }
      }
      leaveIfDone(lane);
    }
  }

  function laneCalled(name: string): Lane<Item> {
    const known = lanes.get(name);
    if (known !== undefined) {
      return known;
    }
    const lane: Lane<Item> = {
      name,
      waiting: createWaitingLine(),
      working: 0,
      isProceeding: false,
      restsUntilMs: 0,
      endRest: undefined,
    };
    lanes.set(name, lane);
    return lane;
  }

  function proceed(lane: Lane<Item>): void {
    // Work that answers at once comes back here before it has returned; ten thousand deep that would be too much.
    if (lane.isProceeding) {
      return;
    }
    lane.isProceeding = true;
    while (lane.endRest === undefined && lane.working < atOnce(lane.name)) {
      const next = lane.waiting.takeFirst();
      if (next === undefined) {
        break;
      }
      lane.working += 1;
      begin(lane, next);
    }
    lane.isProceeding = false;
    leaveIfDone(lane);
  }

  function begin(lane: Lane<Item>, place: Place<Item>): void {
    let isInLaneAgain = false;
    let hasAnswered = false;
    const answered = ({ restMs = 0, again = false }: Answered = {}): void => {
      if (hasAnswered) {
        return;
      }
      hasAnswered = true;
      if (again) {
        isInLaneAgain = true;
        lane.waiting.letIn(place);
      }
      lane.working -= 1;
      rest(lane, restMs);
      proceed(lane);
    };
    options.work(place.item, answered).then(
      () => {
        answered();
        if (!isInLaneAgain) {
          place.ended();
        }
      },
      (error: unknown) => {
        answered();
        place.ended(error);
      },
    );
  }

  function rest(lane: Lane<Item>, restMs: number): void {
    const untilMs = clock.now() + restMs;
    if (restMs <= 0 || (lane.endRest !== undefined && untilMs <= lane.restsUntilMs)) {
      return;
    }
    lane.endRest?.();
    lane.restsUntilMs = untilMs;
    lane.endRest = clock.after(restMs, () => {
      lane.endRest = undefined;
      proceed(lane);
    });
  }

  /** A lane that still rests is kept, so that whoever comes next does not disturb the service either. */
  function leaveIfDone(lane: Lane<Item>): void {
    const isDone = lane.waiting.length === 0 && lane.working === 0 && lane.endRest === undefined;
    if (isDone && lanes.get(lane.name) === lane) {
      lanes.delete(lane.name);
    }
  }
}
