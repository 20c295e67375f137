import type { CaseToken, LeakCase, LeakedState, LeakedToken } from '../../src-main/contract/leak.ts';
import { after } from './scenes.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

type Form = Pick<LeakedToken, 'kind' | 'service' | 'serviceName' | 'way' | 'cuts' | 'byHand'> & {
  readonly prefix: string;
  readonly name: string;
};

const byCall = { way: 'call', cuts: 'token', byHand: null } as const;
const byEndpoint = { way: 'endpoint', cuts: 'family', byHand: null } as const;

/** Tokens of six services, by their prefixes. The letters after them stand for none that ever worked. */
const forms = {
  classic: {
    ...{ prefix: 'ghp_', name: 'Personal access token (classic)', kind: 'personal' },
    ...{ service: 'github', serviceName: 'GitHub', ...byCall },
  },
  oauth: {
    ...{ prefix: 'gho_', name: 'OAuth access token', kind: 'access' },
    ...{ service: 'github', serviceName: 'GitHub', ...byCall },
  },
  gitlab: {
    ...{ prefix: 'glpat-', name: 'Personal access token', kind: 'personal' },
    ...{ service: 'gitlab', serviceName: 'GitLab', ...byCall },
  },
  slack: {
    ...{ prefix: 'xoxb-', name: 'Bot token', kind: 'access' },
    ...{ service: 'slack', serviceName: 'Slack', ...byCall, cuts: 'grant' },
  },
  hub: {
    ...{ prefix: 'hf_', name: 'User access token', kind: 'personal' },
    ...{ service: 'huggingface', serviceName: 'Hugging Face', ...byCall },
  },
  google: {
    ...{ prefix: 'ya29.', name: 'Access token', kind: 'access' },
    ...{ service: 'google', serviceName: 'Google', ...byEndpoint, cuts: 'grant' },
  },
  registry: {
    ...{ prefix: 'npm_', name: 'Access token', kind: 'personal', service: 'npm', serviceName: 'npm' },
    ...{ way: 'by-hand', cuts: 'token' },
    byHand: {
      reason: 'no-call',
      page: 'https://registry.example/settings/tokens',
      lookFor: { en: 'the token whose first letters fit', ru: 'токен с теми же первыми буквами' },
    },
  },
} as const satisfies Record<string, Form>;

const sources = ['logs/app-2026-11-21.log', 'deploy/.env', 'src/config/keys.ts'] as const;

function maskedOf(prefix: string, index: number): string {
  const letters = (index * 2_654_435_761).toString(36).padStart(8, 'x');
  return `${prefix}${letters.slice(0, 2)}…${letters.slice(-4)}`;
}

function fingerprintOf(index: number): string {
  return (index + 1).toString(16).padStart(16, '0');
}

/** A token as a scan finds it. */
export function leakedToken(
  form: keyof typeof forms,
  index: number,
  different: Partial<LeakedToken> = {},
): LeakedToken {
  const { prefix, name, kind, service, serviceName, way, cuts, byHand } = forms[form];
  return {
    ...{ fingerprint: fingerprintOf(index), masked: maskedOf(prefix, index) },
    ...{ kind, service, serviceName, way, cuts, byHand },
    candidates: [{ serviceId: service, serviceName, kind, name, checksum: 'fits', distinctive: true }],
    checksum: 'fits',
    mark: 'pattern',
    flaw: null,
    claims: null,
    places: [{ source: sources[index % 3] ?? sources[0], line: 12 + ((index * 37) % 900), column: 8 }],
    placeCount: 1 + (index % 4 === 0 ? 2 : 0),
    connectionId: null,
    revocable: way !== 'by-hand',
    ...different,
  };
}

/** Ten tokens of six services; of one nobody knows whose it is, and of one only a part was found. */
export function tenTokens(): LeakedToken[] {
  return [
    leakedToken('classic', 0),
    leakedToken('oauth', 1),
    leakedToken('gitlab', 2),
    leakedToken('gitlab', 3),
    leakedToken('slack', 4),
    leakedToken('hub', 5),
    leakedToken('google', 6, {
      claims: {
        ...{ issuer: 'https://accounts.google.example', subject: '1098…', clientId: 'photo-club' },
        ...{ scopes: ['drive.readonly'], expiresAt: after(40 * MINUTE) },
      },
    }),
    leakedToken('registry', 7),
    leakedToken('slack', 8, {
      ...{ flaw: 'masked', way: 'not-whole', revocable: false, checksum: 'none', mark: 'report' },
    }),
    leakedToken('classic', 9, {
      ...{ masked: 'b41c…77fe', kind: null, service: null, serviceName: null, checksum: 'none' },
      ...{ candidates: [], mark: 'authorization-header', way: 'needs-service', revocable: false },
      cuts: 'not-known',
    }),
  ];
}

/** A token of a case to which nothing has happened yet. */
export function caseToken(token: LeakedToken, different: Partial<CaseToken> = {}): CaseToken {
  const unknown = token.service === null ? 'needs-service' : 'found';
  return {
    ...token,
    state: token.flaw === null ? unknown : 'not-whole',
    asked: null,
    attempts: 0,
    askedWith: null,
    detail: 'nothing was done with it yet',
    ...{ livesUntil: null, nextAttemptAt: null, endedAt: null, error: null, reason: null },
    ...different,
  };
}

const manyForms = ['classic', 'oauth', 'gitlab', 'slack', 'hub', 'google', 'registry'] as const;

/** Of a case as large as they come: any of its rows, made when it is asked for. */
export function oneOfMany(index: number): CaseToken {
  const form = manyForms[(index * 5) % manyForms.length] ?? 'classic';
  const state: LeakedState = form === 'registry' ? 'unsupported' : (stateOf(index) ?? 'found');
  return caseToken(leakedToken(form, index), {
    state,
    ...(state === 'confirmed' ? { askedWith: 'service-call', endedAt: after(-MINUTE), attempts: 1 } : {}),
    asked:
      index % 6 === 0
        ? {
            ...{ alive: true, account: `team-${index % 40}`, scopes: ['repo', 'workflow'] },
            ...{ expiresAt: after(((index % 200) + 1) * DAY), askedWith: 'service-call' },
            askedAt: after(-5 * MINUTE),
          }
        : null,
  });
}

function stateOf(index: number): LeakedState | undefined {
  return (['found', 'found', 'waiting', 'confirmed', 'found', 'confirmed', 'accepted'] as const)[index % 7];
}

/** A case of these tokens, with its sums. */
export function leakCase(tokens: readonly CaseToken[], different: Partial<LeakCase> = {}): LeakCase {
  const count = <Key>(keyOf: (token: CaseToken) => Key): Map<Key, number> => {
    const counts = new Map<Key, number>();
    for (const token of tokens) {
      counts.set(keyOf(token), (counts.get(keyOf(token)) ?? 0) + 1);
    }
    return counts;
  };
  return {
    ...{
      number: 1,
      title: 'Log in the build cache',
      note: '',
      openedBy: 'Anna',
      openedAt: after(-3 * MINUTE),
    },
    ...{ state: 'open', approvedBy: null, closedBy: null, closedAt: null },
    ...{ tokens: tokens.length, unknown: 0 },
    byState: Object.fromEntries(count(({ state }) => state)),
    byService: [...count(({ service }) => service)].map(([service, many]) => ({
      service,
      name: tokens.find((token) => token.service === service)?.serviceName ?? null,
      tokens: many,
      ...{ waiting: 0, nextAttemptAt: null, limit: null },
    })),
    files: { read: 3, binary: [], unreadable: [] },
    ...{ bytes: 48_211, notes: [], run: null },
    ...different,
  };
}
