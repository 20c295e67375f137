import type { Fetch } from '../../src-main/wallet/ports.ts';
import { withHost } from '../../src-main/wallet/services/service-host.ts';
import type {
  RevocationCall,
  Service,
  ServiceAnswer,
  ServiceCall,
} from '../../src-main/wallet/services/service-schema.ts';

/** The tokens of one grant at such a service. */
export interface DocumentedGrant {
  readonly access: string;
  readonly refresh: string | null;
}

type Cuts = RevocationCall['cuts'];

/**
 * A service that does exactly what the catalog says of it, and nothing besides: what is not documented it does not do.
 * It answers within the process.
 */
export function documentedService(
  service: Service,
  host: string | null,
  grant: DocumentedGrant,
): { readonly issuer: string; readonly fetch: Fetch } {
  const { revocation, check, endpoints = {}, discovery, client } = service;
  const alive = new Set([grant.access, ...(grant.refresh === null ? [] : [grant.refresh])]);
  const issuer = withHost(service.issuer ?? `https://${service.id}.example.com`, host);
  const at = (address: string | undefined, name: string): string =>
    address === undefined ? `${issuer}/${name}` : withHost(address, host);
  const token = at(endpoints.refresh ?? endpoints.token, 'token');
  const revoke = at(endpoints.revocation, 'revoke');
  const introspect = at(endpoints.introspection, 'introspect');
  const userInfo = at(endpoints.userinfo, 'userinfo');
  const needsSecret = client.kinds.every((kind) => kind === 'confidential');

  return {
    issuer,
    fetch: (address, init = {}) => {
      const body = init.body instanceof URLSearchParams ? init.body.toString() : init.body;
      const parts = [address, ...new Headers(init.headers).values(), typeof body === 'string' ? body : ''];
      const shown = decodeURIComponent(parts.join(' '));
      const isCall = (call: ServiceCall): boolean => isAt(call, init.method ?? 'GET', address);
      return Promise.resolve(
        ofMetadata(address) ??
          ofCheck(isCall, shown) ??
          ofLookUp(isCall) ??
          ofRevocation(isCall, shown) ??
          ofEndpoint(address, init, shown) ??
          new Response(null, { status: 404 }),
      );
    },
  };

  function ofMetadata(address: string): Response | undefined {
    const isAsked = address.includes('/.well-known/') && discovery !== undefined;
    return isAsked
      ? Response.json({
          issuer,
          authorization_endpoint: at(endpoints.authorization, 'authorize'),
          token_endpoint: token,
          ...(revocation.style === 'rfc7009' ? { revocation_endpoint: revoke } : {}),
          ...(discovery === 'openid' ? { userinfo_endpoint: userInfo } : {}),
        })
      : undefined;
  }

  function ofCheck(isCall: (call: ServiceCall) => boolean, shown: string): Response | undefined {
    if (check === undefined || !isCall(check.call)) {
      return undefined;
    }
    const [answer] = isAlive(shown) ? check.alive : (check.dead ?? []);
    // One call may tell both whether a token lives and what has to be known to revoke it.
    const lookedUp = isAlive(shown) ? (lookUpAt(isCall) ?? {}) : {};
    return answer === undefined ? new Response(null, { status: 410 }) : answering(answer, lookedUp);
  }

  function ofLookUp(isCall: (call: ServiceCall) => boolean): Response | undefined {
    const told = lookUpAt(isCall);
    return told === undefined ? undefined : Response.json(told);
  }

  function lookUpAt(isCall: (call: ServiceCall) => boolean): object | undefined {
    const lookUp = revocation.calls?.find(
      (call) => call.lookUp !== undefined && isCall(call.lookUp.call),
    )?.lookUp;
    if (lookUp === undefined) {
      return undefined;
    }
    const { path, among } = lookUp;
    const found = atPath(path, 'looked-up');
    if (among === undefined) {
      return found;
    }
    const { access } = grant;
    const own = among.shows === 'whole' ? access : `${access.slice(0, 8)}...${access.slice(-4)}`;
    const list = [{ ...found, ...atPath(among.token, own) }];
    const entry = among.token.split('.')[0] === path.split('.')[0] ? [] : list;
    return among.list === undefined ? entry : atPath(among.list, entry);
  }

  function ofRevocation(isCall: (call: ServiceCall) => boolean, shown: string): Response | undefined {
    const call = revocation.calls?.find((one) => isCall(one.call));
    const [answer] = call?.done ?? [];
    if (call === undefined || answer === undefined) {
      return undefined;
    }
    end(shown, call.cuts);
    return answering(answer, {});
  }

  function ofEndpoint(address: string, init: RequestInit, shown: string): Response | undefined {
    const isRecognised = !needsSecret || /client_secret|basic /i.test(shown);
    const noClient = Response.json({ error: 'invalid_client' }, { status: 401 });
    switch (address) {
      case token:
        return isRecognised && grant.refresh !== null && alive.has(grant.refresh)
          ? Response.json({ access_token: 'late', token_type: 'bearer' })
          : isRecognised
            ? Response.json({ error: 'invalid_grant' }, { status: 400 })
            : noClient;
      case revoke: {
        if (!isRecognised || init.method !== 'POST') {
          return noClient;
        }
        const isAccess = shown.includes(grant.access);
        const cuts = revocation.cuts?.[isAccess ? 'access' : 'refresh'];
        const livesOn = isAccess && revocation.livesOn !== undefined && cuts === undefined;
        if (!livesOn) {
          end(shown, cuts);
        }
        return new Response(null, { status: 200 });
      }
      case introspect:
        return isRecognised ? Response.json({ active: isAlive(shown) }) : noClient;
      case userInfo:
        return isAlive(shown) ? Response.json({ sub: '7' }) : new Response(null, { status: 401 });
      default:
        return undefined;
    }
  }

  function isAlive(shown: string): boolean {
    return [...alive].some((one) => shown.includes(one));
  }

  /** A call that names no token is about the account, and ends all that it has. */
  function end(shown: string, cuts: Cuts): void {
    const named = [...alive].filter((one) => shown.includes(one));
    const isWide = (cuts !== undefined && cuts !== 'token') || named.length === 0;
    for (const one of isWide ? [...alive] : named) {
      alive.delete(one);
    }
  }

  function isAt(call: ServiceCall, method: string, address: string): boolean {
    const pattern = withHost(call.url, host)
      .replace(/\?.*$/, '')
      .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
      .replace(/\{\w+\}/g, '[^/?]+');
    return call.method === method && new RegExp(`^${pattern}$`).test(address.replace(/\?.*$/, ''));
  }
}

function answering({ status, where }: ServiceAnswer, body: object): Response {
  const told = { ...body, ...(where === undefined ? {} : atPath(where.path, where.is)) };
  return status === 204 ? new Response(null, { status }) : Response.json(told, { status });
}

/** The JSON in which a value stands at a path with dots. */
function atPath(path: string, value: unknown): Readonly<Record<string, unknown>> {
  return path.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as Readonly<
    Record<string, unknown>
  >;
}
