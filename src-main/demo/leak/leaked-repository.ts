import type { IssuedGrant } from '../issue-grant.ts';
import { readyClientId } from '../provider.ts';
import { leakedLog } from './leaked-log.ts';
import { awkwardly, environment, plainly, type Place, tokenReply } from './scenes.ts';

/** One file of the repository: which share of the grants it gives away, at most how many, and what it looks like. */
interface LeakyFile {
  readonly path: string;
  readonly mostGrants: number;
  readonly lines: (grants: readonly IssuedGrant[], place: Place) => Iterable<string>;
}

const files: readonly LeakyFile[] = [
  { path: '.env', mostGrants: 1, lines: ([grant], place) => (grant ? environment(grant, place) : []) },
  { path: 'config/production.json', mostGrants: 5, lines: configuration },
  { path: 'config/workers.yaml', mostGrants: 5, lines: yaml },
  { path: 'docs/runbook.md', mostGrants: 3, lines: notes },
  { path: 'tools/sync.py', mostGrants: 1, lines: script },
  { path: 'har/upload.har', mostGrants: 50, lines: archive },
  { path: 'ci/build-1142.log', mostGrants: 50, lines: buildLog },
];

/**
 * A small repository in which the tokens of these grants got out: its files by their paths. Some of what stands in a
 * mail stands elsewhere too, and the server's log gives away whatever the other files leave.
 */
export function leakedRepository(
  grants: readonly IssuedGrant[],
  service: string,
): ReadonlyMap<string, Iterable<string>> {
  const place: Place = { service, at: new Date().toISOString() };
  const repository = new Map<string, Iterable<string>>();
  let from = 0;
  for (const { path, mostGrants, lines } of files) {
    const share = grants.slice(from, from + mostGrants);
    from += share.length;
    repository.set(path, lines(share, place));
  }
  repository.set('logs/server.log', leakedLog(grants.slice(from), service));
  repository.set('mail/support.mbox', mail(grants.slice(0, 20), place));
  repository.set('README.md', ['# Photo tools', '', 'How to run them: see `docs/runbook.md`.']);
  return repository;
}

function* configuration(grants: readonly IssuedGrant[], { service }: Place): Iterable<string> {
  const accounts = grants.map((grant) => ({ login: grant.login, ...tokenReply(grant) }));
  yield JSON.stringify({ service, clientId: readyClientId, accounts }, null, 2);
}

function* yaml(grants: readonly IssuedGrant[], { service }: Place): Iterable<string> {
  yield `service: ${service}`;
  yield 'workers:';
  for (const { login, accessToken, refreshToken } of grants) {
    yield `  - login: ${login}`;
    yield `    access_token: '${accessToken}'`;
    yield* refreshToken === null ? [] : [`    refresh_token: '${refreshToken}'`];
  }
}

function* notes(grants: readonly IssuedGrant[], place: Place): Iterable<string> {
  yield '# When uploads hang';
  for (const grant of grants) {
    yield* ['', `As ${grant.login}:`, '', '```', ...plainly(grant, place), '```'];
  }
}

function* script(grants: readonly IssuedGrant[], { service }: Place): Iterable<string> {
  yield 'import requests';
  for (const { accessToken, refreshToken } of grants) {
    yield `ACCESS_TOKEN = "${accessToken}"  # TODO: read it from somewhere`;
    yield* refreshToken === null ? [] : [`REFRESH_TOKEN = "${refreshToken}"`];
  }
  yield `photos = requests.get("${service}/photos", headers={"Authorization": f"Bearer {ACCESS_TOKEN}"}).json()`;
}

/** A recording of a browser's network (HAR 1.2). */
function* archive(grants: readonly IssuedGrant[], { service, at }: Place): Iterable<string> {
  const entries = grants.map((grant) => ({
    startedDateTime: at,
    request: {
      method: 'GET',
      url: `${service}/photos`,
      headers: [{ name: 'Authorization', value: `Bearer ${grant.accessToken}` }],
    },
    response: { status: 200, content: { text: JSON.stringify(tokenReply(grant)) } },
  }));
  yield JSON.stringify({ log: { version: '1.2', entries } }, null, 1);
}

function* buildLog(grants: readonly IssuedGrant[], place: Place): Iterable<string> {
  for (const grant of grants) {
    yield* ['##[group]Publish the album', '+ env', ...environment(grant, place), '##[endgroup]'];
  }
}

function* mail(grants: readonly IssuedGrant[], place: Place): Iterable<string> {
  for (const grant of grants) {
    yield 'From anna@demo.example Sun Nov 22 16:00:00 2026';
    yield* ['From: anna@demo.example', 'To: support@demo.example', 'Subject: It does not work', ''];
    yield* [...awkwardly(grant, place), ''];
  }
}
