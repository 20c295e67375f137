import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Service, TokenPattern } from '../../src-main/wallet/services/service-schema.ts';
import { BASE62, BASE64, BASE64URL, type Chance, createChance, HEX } from './random.ts';
import { failingToken, sampleToken } from './sample-token.ts';

/** A file that the bench reads, and the tokens that were put into it. */
export interface LeakyFile {
  readonly name: string;
  readonly text: string;
}

export interface LeakyText {
  readonly files: readonly LeakyFile[];
  readonly planted: ReadonlySet<string>;
}

/** One line in so many gives a token away; half as many hold something that only looks like one. */
const LINES_PER_TOKEN = 1499;

/**
 * Source code, this project's own, minified code and logs, about so many bytes of it. Planted in it are tokens of every
 * pattern of the catalog, JWTs, and opaque tokens that only their surroundings call so.
 */
export function makeLeakyText(
  services: readonly Service[],
  bytes: number,
  bytesPerFile: number,
  linesPerToken = LINES_PER_TOKEN,
): LeakyText {
  const chance = createChance(20_261_122);
  const planted = new Set<string>();
  const plants = plantsFor(chance, services);
  const lookAlikes = lookAlikesFor(chance, services);
  const code = ownCode();
  const files: LeakyFile[] = [];
  let [plant, lookAlike] = [0, 0];
  for (let written = 0; written < bytes;) {
    const lines: string[] = [];
    let codeAt = chance.below(code.length);
    const nextOfCode = (): string => code[codeAt++ % code.length] ?? '';
    const write = chance.oneOf([nextOfCode, nextOfCode, nextOfCode, logLine, minifiedLine]);
    let size = 0;
    for (let count = 0; size < bytesPerFile; count++) {
      let line = write(chance);
      if (count % linesPerToken === 50) {
        const { token, written: shown } = plants[plant++ % plants.length]?.() ?? { token: '', written: '' };
        planted.add(token);
        line = shown;
      } else if (count % Math.floor(linesPerToken / 2) === 20) {
        // After an empty line, since a line of code that ends in `token =` would call it one, and be right.
        line = `\n${lookAlikes[lookAlike++ % lookAlikes.length]?.() ?? ''}`;
      }
      lines.push(line);
      size += line.length + 1;
    }
    files.push({ name: `file-${files.length + 1}.txt`, text: `${lines.join('\n')}\n` });
    written += size;
  }
  return { files, planted };
}

interface Plant {
  readonly token: string;
  /** The line that gives it away. */
  readonly written: string;
}

type WriteToken = (token: string) => string;

/** Where nothing but its form gives a token away. */
const bare: readonly [WriteToken, ...WriteToken[]] = [
  (token) => `  const client = connect("${token}", options);`,
  (token) => `2026-11-22T10:00:00.113Z INFO http[41] cloning with ${token}`,
  (token) => `Anna wrote: try ${token} and tell me`,
  (token) => `{"level":"debug","body":"{\\"value\\":\\"${token}\\"}"}`,
  (token) => `GET /cb?state=a1&v=${encodeURIComponent(token)}&x=1 HTTP/1.1`,
];

/** Where it says that the string is a token. */
const named: readonly [WriteToken, ...WriteToken[]] = [
  (token) => `2026-11-22T10:00:00.113Z DEBUG http[41] > Authorization: Bearer ${token}`,
  (token) => `curl -sS -H 'Authorization: Bearer ${token}' https://api.example.com/me`,
  (token) => `10.0.0.7 - anna "GET /photos?page=2&access_token=${token} HTTP/1.1" 200 512`,
  (token) => `grant_type=refresh_token&refresh_token=${token}&client_id=photo-uploader`,
  (token) => `{"access_token":"${token}","token_type":"Bearer","expires_in":3600}`,
  (token) => JSON.stringify({ level: 'debug', body: JSON.stringify({ refresh_token: token }) }),
  (token) => `PHOTOS_ACCESS_TOKEN=${token}`,
  (token) => `    refresh_token: '${token}'`,
  (token) => `  const accessToken = "${token}";`,
];

function plantsFor(chance: Chance, services: readonly Service[]): readonly (() => Plant)[] {
  const patterns = services.flatMap(({ tokens }): readonly TokenPattern[] => tokens);
  const ofPatterns = patterns
    .filter(({ pattern }) => !pattern.startsWith('eyJ'))
    .map((pattern) => (): Plant => {
      const token = sampleToken(chance, pattern);
      return { token, written: chance.oneOf(pattern.distinctive ? bare : named)(token) };
    });
  const jwt = (): Plant => {
    const token = makeJwt(chance);
    return { token, written: chance.oneOf(bare)(token) };
  };
  const opaque = (): Plant => {
    const token = chance.some(BASE64URL, 43);
    return { token, written: chance.oneOf(named)(token) };
  };
  return [...ofPatterns, jwt, jwt, ...Array.from({ length: 12 }, () => opaque)];
}

function makeJwt(chance: Chance): string {
  const claims = { iss: 'https://login.example.com', sub: chance.some(HEX, 12), exp: 1_900_000_000 };
  const parts = [{ alg: 'RS256', typ: 'at+jwt' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return [...parts, chance.some(BASE64URL, 342)].join('.');
}

function lookAlikesFor(chance: Chance, services: readonly Service[]): readonly (() => string)[] {
  const checked = services
    .flatMap(({ tokens }): readonly TokenPattern[] => tokens)
    .filter(({ checksum }) => checksum !== undefined);
  const uuid = (): string => [8, 4, 4, 4, 12].map((length) => chance.some(HEX, length)).join('-');
  const word = (): string => chance.oneOf(words);
  return [
    ...checked.map(
      (pattern) => (): string => `export GITHUB_TOKEN=${failingToken(chance, pattern)} # not a real one`,
    ),
    ...checked.map((pattern) => (): string => `An example: \`${failingToken(chance, pattern)}\``),
    () => `commit ${chance.some(HEX, 40)}`,
    () => `      "integrity": "sha512-${chance.some(BASE64, 86)}==",`,
    () => `image: registry.example.com/photos@sha256:${chance.some(HEX, 64)}`,
    () => `${uuid()} ${uuid()} request_id=${uuid()}`,
    () => `etag: "${chance.some(HEX, 32)}"`,
    () => `<img src="data:image/png;base64,iVBORw0KGgo${chance.some(BASE64, 1200)}">`,
    () => chance.some(BASE64, 76),
    () => `ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ${chance.some(BASE64, 340)} anna@example.com`,
    () =>
      `!function(e,t){"object"==typeof exports?t(exports):t(e.${chance.some(BASE62, 3)}={})}(this,function(e){});`,
    () =>
      `//# sourceMappingURL=data:application/json;base64,eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpb${chance.some(BASE64, 600)}`,
    () => `const access_token = process.env.${word().toUpperCase()}_ACCESS_TOKEN_${word().toUpperCase()};`,
    () => `Authorization: Bearer YOUR_PERSONAL_ACCESS_TOKEN`,
    () => `glpat-xxxxxxxxxxxxxxxxxxxx, hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`,
    () => `token: ${word()}_${word()}_${word()}_${word()}`,
    () => `"next_page_token": "${chance.some(BASE64URL, 43)}"`,
    () => `<meta name="csrf-token" content="${chance.some(BASE64, 86)}==">`,
    () => `traceparent: 00-${chance.some(HEX, 32)}-${chance.some(HEX, 16)}-01`,
    () => `0x${chance.some(HEX, 64)}, 0x${chance.some(HEX, 40)}`,
    () => `${chance.some(HEX, 32)}  photos/${word()}-${chance.some(HEX, 64)}.jpg`,
  ];
}

const words = [
  'photo',
  'account',
  'session',
  'upload',
  'worker',
  'request',
  'response',
  'index',
  'connection',
  'value',
  'result',
  'error',
  'handler',
  'listener',
  'service',
  'settings',
  'render',
  'update',
  'event',
  'stream',
] as const;

function camel(chance: Chance, count: number): string {
  return Array.from({ length: count }, (_, index) => {
    const word = chance.oneOf(words);
    return index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1);
  }).join('');
}

/** Without the comments that show what a masked token looks like. */
function ownCode(): readonly string[] {
  const top = join(import.meta.dirname, '..', '..');
  return ['src-main', 'src-renderer'].flatMap((folder) =>
    readdirSync(join(top, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(?:ts|svelte)$/.test(file))
      .sort()
      .flatMap((file) => readFileSync(join(top, folder, file), 'utf8').split('\n'))
      .filter((line) => !/\w\.{3}\w/.test(line)),
  );
}

function logLine(chance: Chance): string {
  const at = `2026-11-22T10:${10 + chance.below(49)}:${10 + chance.below(49)}.${100 + chance.below(899)}Z`;
  return chance.oneOf<() => string>([
    () =>
      `${at} INFO  ${chance.oneOf(words)}[${chance.below(999)}] GET /${chance.oneOf(words)}/${chance.below(9999)} 200 ${chance.below(90)}ms`,
    () =>
      `${at} DEBUG ${chance.oneOf(words)}[${chance.below(999)}] ${chance.oneOf(words)} ${chance.oneOf(words)} took ${chance.below(500)} ms, ${chance.below(9)} left`,
    () =>
      `10.0.${chance.below(255)}.${chance.below(255)} - anna [22/Nov/2026:10:00:00 +0000] "GET /${chance.oneOf(words)}?page=${chance.below(50)} HTTP/1.1" 200 ${chance.below(90000)} "-" "Mozilla/5.0 (X11; Linux x86_64)"`,
    () =>
      `${at} WARN  ${chance.oneOf(words)}[${chance.below(999)}] ${camel(chance, 3)} failed: connect ECONNREFUSED 10.0.0.${chance.below(255)}:5432`,
    () =>
      `    at ${camel(chance, 2)} (/srv/app/src/${chance.oneOf(words)}/${chance.oneOf(words)}.js:${chance.below(900)}:${chance.below(80)})`,
  ])();
}

function minifiedLine(chance: Chance): string {
  return Array.from({ length: 12 }, () =>
    chance.oneOf<() => string>([
      () =>
        `function ${chance.some(BASE62.slice(36), 1)}(e,t,n){return e.${chance.oneOf(words)}(t)||n[${chance.below(99)}]}`,
      () => `var r=n(${chance.below(9999)}),o=r.${chance.oneOf(words)};`,
      () =>
        `t.${camel(chance, 2)}=function(){return i("${chance.oneOf(words)}",this._${chance.oneOf(words)})},`,
      () =>
        `if(!e||"function"!=typeof e.${chance.oneOf(words)})throw new TypeError("${chance.oneOf(words)}");`,
    ])(),
  ).join('');
}
