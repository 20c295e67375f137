import { describe, expect, it } from 'vitest';
import {
  compareScopes,
  matchesFilter,
  matchesQuery,
  needsAttention,
  shareOfTimeLeft,
} from '../../src-renderer/state/connection-facts.ts';
import { after, makeConnection, manyConnections, SCENE_NOW } from '../support/scenes.ts';

const nowMs = Date.parse(SCENE_NOW);
const HOUR_MS = 60 * 60 * 1000;

describe('what a row is found by', () => {
  const connection = makeConnection();

  it('is any of its names, and its rights, in any order and case', () => {
    for (const query of ['photo', 'ANNA', 'demo.example uploader', 'photos.write', '127.0.0.1']) {
      expect(matchesQuery(connection, query), query).toBe(true);
    }
  });

  it('is every word and not just one of them', () => {
    expect(matchesQuery(connection, 'photo calendar')).toBe(false);
  });
});

describe('an access that ends soon', () => {
  const endsTomorrow = { expiresAt: after(24 * HOUR_MS), refreshable: false };

  it('is one that nothing renews', () => {
    expect(matchesFilter(makeConnection(endsTomorrow), 'expiring', nowMs)).toBe(true);
    expect(matchesFilter(makeConnection({ ...endsTomorrow, refreshable: true }), 'expiring', nowMs)).toBe(
      false,
    );
  });

  it('is not one that has ended, is revoked, or has no end', () => {
    const over = [
      makeConnection({ ...endsTomorrow, expiresAt: after(-1) }),
      makeConnection({ ...endsTomorrow, state: 'revoked' }),
      makeConnection({ ...endsTomorrow, expiresAt: null, expiry: 'never' }),
    ];
    expect(over.filter((connection) => matchesFilter(connection, 'expiring', nowMs))).toEqual([]);
  });
});

describe('what needs a person', () => {
  it('is what says so itself, and what was to be revoked and was not', () => {
    const names = manyConnections()
      .filter(needsAttention)
      .map(({ app }) => app.name);
    expect(names).toEqual(['Calendar Sync', expect.stringMatching(/^A dashboard/)]);
  });
});

describe('the bar that runs out', () => {
  it('is full at issue, half in the middle and empty at the end', () => {
    const connection = makeConnection({ issuedAt: after(0), expiresAt: after(HOUR_MS) });
    const shares = [0, 0.5, 1, 2].map((hours) => shareOfTimeLeft(connection, nowMs + hours * HOUR_MS));
    expect(shares).toEqual([1, 0.5, 0, 0]);
  });

  it('is not drawn where no end is known', () => {
    const endless = makeConnection({ expiresAt: null, expiry: 'not-stated' });
    expect(shareOfTimeLeft(endless, nowMs)).toBeUndefined();
  });
});

describe('the rights that were asked for and those that were granted', () => {
  it('are compared where the service stated them', () => {
    const scopes = { requested: ['read', 'write'], granted: ['read', 'admin'], stated: true, known: [] };
    expect(compareScopes(makeConnection({ scopes }))).toEqual({ refused: ['write'], added: ['admin'] });
  });

  it('differ in nothing where the service said nothing', () => {
    const scopes = { requested: ['read'], granted: ['read'], stated: false, known: [] };
    expect(compareScopes(makeConnection({ scopes }))).toEqual({ refused: [], added: [] });
  });
});
