import type Provider from 'oidc-provider';
import type { Context, Middleware } from './middleware.ts';
import { createAlbums, messagesOf, type Albums } from './photo-albums.ts';
import { readBody } from './read-body.ts';

const realm = 'photo-album';

/** Whose data a token opens, after everything about it was found to be in order. */
interface Caller {
  readonly owner: string;
  readonly scopes: ReadonlySet<string>;
}

interface Call {
  readonly scope: string;
  readonly answer: (context: Context, albums: Albums, owner: string) => void | Promise<void>;
}

const calls: Readonly<Record<string, Call>> = {
  'GET /photos': {
    scope: 'photos.read',
    answer: (context, albums, owner) => {
      context.body = { photos: albums.photosOf(owner) };
    },
  },
  'POST /photos': { scope: 'photos.write', answer: addPhoto },
  'GET /messages': {
    scope: 'messages.read',
    answer: (context, _albums, owner) => {
      context.body = { messages: messagesOf(owner) };
    },
  },
  'DELETE /account': {
    scope: 'account.delete',
    answer: (context, albums, owner) => {
      albums.empty(owner);
      context.status = 204;
    },
  },
};

/** The service behind the authorization server: a photo album, where each call asks for a scope of its own. */
export function servePhotos(provider: Provider): Middleware {
  const albums = createAlbums();
  return async (context, next) => {
    const call = calls[`${context.method} ${context.path}`];
    if (call === undefined) {
      await next();
      return;
    }
    context.set('Cache-Control', 'no-store');
    const token = bearerTokenOf(context.get('Authorization'));
    if (token === undefined) {
      // Without any token the answer names no error (RFC 6750 section 3.1).
      refuse(context, 401, {});
      return;
    }
    const caller = await callerOf(provider, token);
    if (caller === undefined) {
      refuse(context, 401, {
        error: 'invalid_token',
        error_description: 'The access token is not or no longer valid',
      });
    } else if (!caller.scopes.has(call.scope)) {
      refuse(context, 403, {
        error: 'insufficient_scope',
        error_description: 'The access token does not cover this call',
        scope: call.scope,
      });
    } else {
      await call.answer(context, albums, caller.owner);
    }
  };
}

/** The app itself is the owner where no person stands behind the token (RFC 6749 section 4.4). */
async function callerOf(provider: Provider, token: string): Promise<Caller | undefined> {
  const accessToken = await provider.AccessToken.find(token);
  if (accessToken !== undefined) {
    const grant = await provider.Grant.find(accessToken.grantId);
    return accessToken.isValid && grant?.isValid
      ? { owner: accessToken.accountId, scopes: accessToken.scopes }
      : undefined;
  }
  const clientToken = await provider.ClientCredentials.find(token);
  return clientToken?.isValid ? { owner: clientToken.clientId ?? '', scopes: clientToken.scopes } : undefined;
}

function bearerTokenOf(authorization: string): string | undefined {
  return /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i.exec(authorization)?.[1];
}

/** Says no as RFC 6750 section 3 lays down. */
function refuse(context: Context, status: 401 | 403, details: Readonly<Record<string, string>>): void {
  const challenge = Object.entries({ realm, ...details }).map(([name, value]) => `${name}="${value}"`);
  context.status = status;
  context.set('WWW-Authenticate', `Bearer ${challenge.join(', ')}`);
  context.body = details;
}

async function addPhoto(context: Context, albums: Albums, owner: string): Promise<void> {
  const title = titleIn(await readBody(context.req));
  if (title === undefined) {
    context.status = 400;
    context.body = { error: 'invalid_request', error_description: 'Send JSON such as {"title": "A lake"}' };
  } else {
    context.status = 201;
    context.body = albums.add(owner, title);
  }
}

function titleIn(body: string | undefined): string | undefined {
  try {
    const { title } = JSON.parse(body ?? '') as { readonly title?: unknown };
    return typeof title === 'string' && title.length > 0 && title.length <= 200 ? title : undefined;
  } catch {
    return undefined;
  }
}
