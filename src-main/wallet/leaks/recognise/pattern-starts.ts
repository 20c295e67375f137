const MOST_STARTS = 40;

/** One piece of a pattern: an escaped character, a class, a group of plain words or a character, and how often. */
const PIECE = /^(?:\\(.)|\[([^\]]+)\]|\(\?:([\w|]+)\)|([\w!-]))(\?|[*+]|\{\d+(?:,\d*)?\})?/;

/**
 * The texts that the matches of a catalog pattern begin with: `ghp_` for `ghp_[0-9A-Za-z]{36}`, `0.A` and `1.A` for
 * `[01]\.A.*`. Where the pattern leaves more open they are shorter, down to the empty text.
 */
export function startsOf(pattern: string): readonly string[] {
  let starts: readonly string[] = [''];
  let rest = pattern;
  for (;;) {
    const piece = PIECE.exec(rest);
    const choices = piece === null ? undefined : choicesOf(piece);
    if (piece === null || choices === undefined || choices.length * starts.length > MOST_STARTS) {
      return starts;
    }
    const [whole, , , , , quantifier = '{1}'] = piece;
    const times = /^\{(\d+)\}$/.exec(quantifier)?.[1];
    if (quantifier === '*') {
      return starts;
    }
    const isFixed = times === '1' || (times !== undefined && choices.length === 1);
    const added = isFixed ? choices.map((choice) => choice.repeat(Number(times))) : choices;
    const all = quantifier === '?' ? [...added, ''] : added;
    starts = starts.flatMap((start) => all.map((choice) => start + choice));
    if (!isFixed && quantifier !== '?') {
      return starts;
    }
    rest = rest.slice(whole.length);
  }
}

/** undefined for a class with a range in it: that stands for too much. */
function choicesOf([, escaped, members, group, letter]: RegExpExecArray): readonly string[] | undefined {
  if (members !== undefined) {
    return /.-./.test(members) ? undefined : Array.from(members);
  }
  return group?.split('|') ?? (escaped === 'd' ? Array.from('0123456789') : [escaped ?? letter ?? '']);
}
