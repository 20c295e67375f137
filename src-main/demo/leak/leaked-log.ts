import { randomInt } from 'node:crypto';
import type { IssuedGrant } from '../issue-grant.ts';
import { lookAlike, oneOf } from './look-alikes.ts';
import { awkwardly, plainly, type Place } from './scenes.ts';

/** One in so many tokens turns up once more. */
const repeatedEvery = 4;
const millisecondsBetween = 1_500;

/**
 * The lines of a support bundle in which the tokens of these grants got out: each once whole and by its name, some once
 * more in another way, and between them lines that only look as if.
 */
export function* leakedLog(grants: readonly IssuedGrant[], service: string): Iterable<string> {
  let atMs = Date.now() - grants.length * millisecondsBetween;
  for (const [index, grant] of grants.entries()) {
    atMs += randomInt(millisecondsBetween);
    const place: Place = { service, at: new Date(atMs).toISOString() };
    for (let lines = randomInt(4); lines > 0; lines -= 1) {
      yield lookAlike(place.at);
    }
    yield* plainly(grant, place);
    const earlier = grants[randomInt(index + 1)];
    if (earlier !== undefined && randomInt(repeatedEvery) === 0) {
      yield* oneOf([awkwardly, plainly])(earlier, place);
    }
  }
}
