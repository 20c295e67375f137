/** Items one behind the other. Taking the first of many costs no more than taking the first of few. */
export interface WaitingLine<Item> {
  readonly length: number;
  append(item: Item): void;
  /** Puts one before all the others. */
  letIn(item: Item): void;
  takeFirst(): Item | undefined;
  /** The first so many, which stay in line. */
  first(count: number): readonly Item[];
  /** Takes all out, in order. */
  takeAll(): Item[];
}

export function createWaitingLine<Item>(): WaitingLine<Item> {
  let appended: Item[] = [];
  /** Turned round, so that the first is the last of the array: an array that is shortened in front is copied. */
  let reversed: Item[] = [];
  return {
    get length() {
      return appended.length + reversed.length;
    },
    append: (item) => {
      appended.push(item);
    },
    letIn: (item) => {
      reversed.push(item);
    },
    takeFirst: () => {
      if (reversed.length === 0) {
        [appended, reversed] = [reversed, appended.reverse()];
      }
      return reversed.pop();
    },
    first: (count) => {
      const inFront = reversed.slice(-count).reverse();
      return [...inFront, ...appended.slice(0, count - inFront.length)];
    },
    takeAll: () => {
      const all = [...reversed.toReversed(), ...appended];
      [appended, reversed] = [[], []];
      return all;
    },
  };
}
