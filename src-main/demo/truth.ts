import type { AdapterPayload } from 'oidc-provider';
import type { MemoryStore } from './memory-store.ts';
import type { Context, Middleware } from './middleware.ts';
import { readBody } from './read-body.ts';

const kinds = { AccessToken: 'access', RefreshToken: 'refresh', ClientCredentials: 'client' } as const;
const models = Object.keys(kinds) as (keyof typeof kinds)[];

type Kind = (typeof kinds)[keyof typeof kinds];

/** Ten thousand tokens are half a megabyte. */
const largestQuestionBytes = 16 * 1024 * 1024;

/** What the store itself knows of a token, whatever the endpoints may say. */
export interface TokenTruth {
  /** Whether it was ever issued here. */
  readonly known: boolean;
  readonly alive: boolean;
  readonly kind: Kind | null;
  readonly clientId: string | null;
  readonly accountId: string | null;
}

export interface LivingToken {
  readonly token: string;
  readonly kind: Kind;
  readonly clientId: string | null;
  readonly accountId: string | null;
  readonly grantId: string | null;
}

/** The authorization server's own records, for those who want to know and not to be told. */
export interface Truth {
  of(token: string): TokenTruth;
  isAlive(token: string): boolean;
  living(): LivingToken[];
}

export function createTruth(store: MemoryStore): Truth {
  function of(token: string): TokenTruth {
    for (const model of models) {
      const present = store.present(model).get(token);
      const payload = present ?? store.removed(model).get(token);
      if (payload !== undefined) {
        return {
          known: true,
          alive: present !== undefined && isAlive(present),
          kind: kinds[model],
          clientId: payload.clientId ?? null,
          accountId: payload.accountId ?? null,
        };
      }
    }
    return { known: false, alive: false, kind: null, clientId: null, accountId: null };
  }

  /** A token outlives neither its use (a rotated refresh token) nor the grant that it was issued under. */
  function isAlive(payload: AdapterPayload): boolean {
    const grant = payload.grantId === undefined ? undefined : store.present('Grant').get(payload.grantId);
    const isCut = payload.grantId !== undefined && (grant === undefined || hasEnded(grant));
    return !hasEnded(payload) && payload.consumed === undefined && !isCut;
  }

  return {
    of,
    isAlive: (token) => of(token).alive,
    living: () =>
      models.flatMap((model) =>
        [...store.present(model)]
          .filter(([, payload]) => isAlive(payload))
          .map(([token, { clientId = null, accountId = null, grantId = null }]) => ({
            token,
            kind: kinds[model],
            clientId,
            accountId,
            grantId,
          })),
      ),
  };
}

function hasEnded({ exp }: AdapterPayload): boolean {
  return exp !== undefined && exp <= Date.now() / 1000;
}

/**
 * Tells anybody on this computer whether a token is alive: `GET /truth?token=...` one, `POST /truth` a JSON array of them.
 * No service should have such a call. A rehearsal needs it, to see whether what was said of a token is so.
 */
export function serveTruth(truth: Truth): Middleware {
  return async (context, next) => {
    if (context.path !== '/truth') {
      await next();
      return;
    }
    const tokens = await tokensAskedAbout(context);
    if (tokens === undefined) {
      context.status = 400;
      context.body = {
        error: 'invalid_request',
        error_description: 'Name a token, or post an array of them',
      };
    } else {
      context.set('Cache-Control', 'no-store');
      context.body = typeof tokens === 'string' ? truth.of(tokens) : tokens.map((token) => truth.of(token));
    }
  };
}

async function tokensAskedAbout(context: Context): Promise<string | readonly string[] | undefined> {
  if (context.method === 'GET') {
    const { token } = context.query;
    return typeof token === 'string' ? token : undefined;
  }
  const body = context.method === 'POST' ? await readBody(context.req, largestQuestionBytes) : undefined;
  try {
    const tokens: unknown = JSON.parse(body ?? '');
    return Array.isArray(tokens) && tokens.every((token) => typeof token === 'string') ? tokens : undefined;
  } catch {
    return undefined;
  }
}
