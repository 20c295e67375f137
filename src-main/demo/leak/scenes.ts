import { randomUUID } from 'node:crypto';
import type { IssuedGrant } from '../issue-grant.ts';
import { readyClientId } from '../provider.ts';
import { oneOf } from './look-alikes.ts';

/** Where and when something is written down. */
export interface Place {
  /** The address of the service. */
  readonly service: string;
  /** ISO 8601. */
  readonly at: string;
}

/** A way in which the tokens of a grant get into a text: its lines. */
export type Scene = (grant: IssuedGrant, place: Place) => readonly string[];

/** A request as an HTTP client with its debug log turned on writes it. */
const headers: Scene = ({ accessToken, refreshToken }, { service, at }) => [
  `${at} DEBUG http[412] > GET ${service}/photos HTTP/1.1`,
  `${at} DEBUG http[412] > Authorization: Bearer ${accessToken}`,
  ...(refreshToken === null
    ? []
    : [
        `${at} DEBUG http[412] > POST ${service}/token HTTP/1.1`,
        `${at} DEBUG http[412] > grant_type=refresh_token&refresh_token=${refreshToken}&client_id=${readyClientId}`,
      ]),
];

/** RFC 6750 section 2.3 warns of it: an address ends up in every log on the way. */
const query: Scene = ({ accessToken, refreshToken, login }, { at }) => [
  `10.0.3.17 - ${login} [${at}] "GET /photos?page=2&access_token=${accessToken} HTTP/1.1" 200 5316 "-" "okhttp/4.12.0"`,
  ...(refreshToken === null
    ? []
    : [
        `10.0.3.17 - - [${at}] "POST /token?grant_type=refresh_token&refresh_token=${refreshToken} HTTP/1.1" 200 1102`,
      ]),
];

const reply: Scene = (grant, { at }) => [
  `${at} INFO  oauth[412] token endpoint answered 200 ${JSON.stringify(tokenReply(grant))}`,
];

/** JSON within JSON, as loggers that log JSON do it. */
const escapedReply: Scene = (grant, { at }) => [
  JSON.stringify({
    time: at,
    level: 'debug',
    requestId: randomUUID(),
    message: 'token endpoint answered',
    body: JSON.stringify(tokenReply(grant)),
  }),
];

const curl: Scene = ({ accessToken, refreshToken }, { service }) => [
  `$ curl -sS -H 'Authorization: Bearer ${accessToken}' ${service}/photos`,
  ...(refreshToken === null
    ? []
    : [
        `$ curl -sS ${service}/token -d grant_type=refresh_token -d client_id=${readyClientId} -d refresh_token=${refreshToken}`,
      ]),
];

export const environment: Scene = ({ accessToken, refreshToken, login }) => [
  `PHOTOS_LOGIN=${login}`,
  `PHOTOS_ACCESS_TOKEN=${accessToken}`,
  ...(refreshToken === null ? [] : [`PHOTOS_REFRESH_TOKEN="${refreshToken}"`]),
];

/** Ways that show every token of a grant whole, and by a name that says what it is. */
export const plainScenes = [headers, query, reply, escapedReply, curl, environment] as const;

/** What an address carries that carries an address. */
const encoded: Scene = ({ accessToken }, { service, at }) => [
  `${at} INFO  gate[9] 302 /sign-in?next=${encodeURIComponent(`${service}/photos?access_token=${accessToken}`)}`,
];

const terminalColumns = 80;

/** Copied out of a terminal, which breaks lines wherever they are full. */
const wrapped: Scene = ({ accessToken }, { service }) =>
  chunks(
    `me@build-7:~/photos/tools$ curl -sS -H 'Authorization: Bearer ${accessToken}' ${service}/photos`,
    terminalColumns,
  );

const mailColumns = 75;

/** A forwarded mail in quoted-printable (RFC 2045 section 6.7): a line that goes on ends with an equals sign. */
const mailed: Scene = (grant) => {
  const text = `> The server said ${JSON.stringify(tokenReply(grant))}`;
  return chunks(text, mailColumns).map((line, index, all) => (index === all.length - 1 ? line : `${line}=`));
};

const inChat: Scene = ({ accessToken }, { at }) => [
  `[${at}] boris: mine has run out, may I use yours?`,
  `[${at}] anna: sure, token: ${accessToken}`,
];

/** Ways in which a token is harder to recognise. Each shows one that is written plainly elsewhere. */
export const awkwardScenes = [encoded, wrapped, mailed, inChat] as const;

export function plainly(grant: IssuedGrant, place: Place): readonly string[] {
  return oneOf(plainScenes)(grant, place);
}

export function awkwardly(grant: IssuedGrant, place: Place): readonly string[] {
  return oneOf(awkwardScenes)(grant, place);
}

/** RFC 6749 section 5.1. */
export function tokenReply({ accessToken, refreshToken, scope }: IssuedGrant): object {
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    scope,
    ...(refreshToken !== null && { refresh_token: refreshToken }),
  };
}

function chunks(text: string, columns: number): string[] {
  return Array.from({ length: Math.ceil(text.length / columns) }, (_chunk, index) =>
    text.slice(index * columns, (index + 1) * columns),
  );
}
