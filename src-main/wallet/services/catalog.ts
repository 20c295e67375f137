import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { WalletError } from '../wallet-error.ts';
import { ServiceSchema, StandardScopesSchema, type Service, type ServiceScope } from './service-schema.ts';
import standardScopesFile from './standard-scopes.json' with { type: 'json' };

/** What the scopes of OpenID Connect mean, at every service that does not say otherwise. */
export const standardScopes: readonly ServiceScope[] = v.parse(
  StandardScopesSchema,
  standardScopesFile,
).scopes;

/** The services that the wallet knows, by name; `folder` holds one file for each. */
export function loadCatalog(folder: string = join(import.meta.dirname, 'catalog')): readonly Service[] {
  const services = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => readService(folder, name));
  return services.sort((one, other) => one.name.localeCompare(other.name, 'en'));
}

/** A service as described in a file of the catalog's form; `fileName` is for the words of the error. */
export function parseService(json: string, fileName: string): Service {
  const result = v.safeParse(ServiceSchema, parseJson(json, fileName));
  if (!result.success) {
    const [issue] = result.issues;
    throw notUsable(fileName, `"${v.getDotPath(issue) ?? 'the file'}": ${issue.message}`);
  }
  return result.output;
}

/** The service with this id or name, whatever the case of its letters. */
export function findService(services: readonly Service[], idOrName: string): Service | undefined {
  const wanted = idOrName.trim().toLowerCase();
  return (
    services.find((service) => service.id === wanted) ??
    services.find((service) => service.name.toLowerCase() === wanted)
  );
}

type NamedService = Pick<Service, 'id' | 'name'>;

/** The names that a mistyped one may have meant, the likeliest first. */
export function nearestServices(
  services: readonly NamedService[],
  word: string,
  atMost = 3,
): readonly string[] {
  const wanted = word.trim().toLowerCase();
  return services
    .map((service) => ({ name: service.name, distance: distanceTo(service, wanted) }))
    .sort((one, other) => one.distance - other.distance)
    .slice(0, atMost)
    .map(({ name }) => name);
}

function readService(folder: string, name: string): Service {
  const service = parseService(readFileSync(join(folder, name), 'utf8'), name);
  if (service.id !== basename(name, '.json')) {
    throw notUsable(name, `"id": it must be the name of the file, ${basename(name, '.json')}`);
  }
  return service;
}

function parseJson(json: string, fileName: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw notUsable(fileName, 'it is not JSON', cause);
  }
}

function notUsable(fileName: string, problem: string, cause?: unknown): WalletError {
  return new WalletError('bad-input', { problem: `${fileName}: ${problem}` }, { cause });
}

/** "git" is as near to "GitHub (OAuth app)" as to its first word: people rarely type the whole name. */
function distanceTo(service: NamedService, word: string): number {
  const name = service.name.toLowerCase();
  return Math.min(...[service.id, name, ...name.split(/\W+/)].map((known) => editDistance(word, known)));
}

/** How many letters must be added, left out or exchanged to make one word of the other (Levenshtein). */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let line = 1; line <= one.length; line++) {
    const next = [line];
    for (let column = 1; column <= other.length; column++) {
      const exchanged = (row[column - 1] ?? 0) + (one[line - 1] === other[column - 1] ? 0 : 1);
      next.push(Math.min(exchanged, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
