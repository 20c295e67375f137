import { Secret } from '../../secret.ts';
import { mask, recogniseToken } from '../../services/recognise-token.ts';
import type { Service, TokenKind } from '../../services/service-schema.ts';
import { patternsOf } from './catalog-patterns.ts';
import {
  MOST_PLACES,
  type Place,
  type ScanNote,
  type ScannedToken,
  type TokenMark,
  type UnknownString,
} from './scanned-token.ts';
import type { Sighting } from './sighting.ts';

/** More would be of no use to a person, and a large file of random text must not fill the memory. */
const MOST_UNKNOWN = 1_000;

interface Kept {
  readonly places: Place[];
  placeCount: number;
}

type KeptToken = Kept & { kind: TokenKind | null } & Omit<ScannedToken, keyof Kept | 'kind'>;
type KeptUnknown = Kept & Omit<UnknownString, keyof Kept>;

/** What has been found so far: each token once, with its places. */
export class TokenCollection {
  readonly #services: readonly Service[];
  readonly #fingerprint: (token: string) => string;
  readonly #tokens = new Map<string, KeptToken>();
  readonly #unknown = new Map<string, KeptUnknown>();
  /** Strings of a known form whose checksums fail, every sighting counted. */
  #failedChecksums = 0;
  /** Sightings of strings of unknown form that are not listed, because too many are. */
  #notListed = 0;

  constructor(services: readonly Service[], fingerprint: (token: string) => string) {
    this.#services = services;
    this.#fingerprint = fingerprint;
  }

  get size(): number {
    return this.#tokens.size;
  }

  get tokens(): readonly ScannedToken[] {
    return [...this.#tokens.values()];
  }

  /** A string that is a token in one place is none of these. */
  get unknown(): readonly UnknownString[] {
    return [...this.#unknown].filter(([value]) => !this.#tokens.has(value)).map(([, kept]) => kept);
  }

  get notes(): readonly ScanNote[] {
    const [count, listed] = [this.#failedChecksums, this.#unknown.size];
    return [
      ...(count === 0 ? [] : [{ kind: 'checksum-failed', count } as const]),
      ...(this.#notListed === 0
        ? []
        : [{ kind: 'unknown-cut-off', listed, found: listed + this.#notListed } as const]),
    ];
  }

  add(sighting: Sighting, place: Place): void {
    const { value, mark } = sighting;
    if (mark === null) {
      this.#addUnknown(value, place);
      return;
    }
    const kept = this.#tokens.get(value) ?? this.#newToken(sighting, mark);
    if (kept !== undefined) {
      kept.kind ??= sighting.kind;
      addPlace(kept, place);
    }
  }

  #newToken({ value, flaw, keyName }: Sighting, mark: TokenMark): KeptToken | undefined {
    const recognised = recogniseToken(this.#services, value);
    const fitting = recognised.candidates.filter(({ checksum }) => checksum !== 'fails');
    if (fitting.length < recognised.candidates.length && fitting.length === 0) {
      this.#failedChecksums++;
      return undefined;
    }
    const candidates =
      flaw !== null
        ? this.#candidatesForPart(value)
        : fitting.filter(({ serviceId }) => keyName?.includes(firstWord(serviceId)) !== false);
    if (keyName !== null && candidates.length === 0) {
      return undefined;
    }
    const distinctive = candidates.filter((candidate) => candidate.distinctive);
    const kept: KeptToken = {
      ...this.#named(value),
      kind: onlyOf(distinctive.map(({ kind }) => kind)),
      candidates,
      service: onlyOf(distinctive.map(({ serviceId }) => serviceId)),
      checksum: candidates.some(({ checksum }) => checksum === 'fits') ? 'fits' : 'none',
      claims: recognised.claims,
      mark,
      flaw,
    };
    this.#tokens.set(value, kept);
    return kept;
  }

  #candidatesForPart(shown: string): ScannedToken['candidates'] {
    return patternsOf(this.#services)
      .formsOf(shown)
      .map(({ service, token: { kind, name, distinctive } }) => ({
        serviceId: service.id,
        serviceName: service.name,
        kind,
        name,
        checksum: 'none',
        distinctive,
      }));
  }

  #addUnknown(value: string, place: Place): void {
    const known = this.#unknown.get(value);
    if (known === undefined && this.#unknown.size >= MOST_UNKNOWN) {
      this.#notListed++;
      return;
    }
    const { token, ...named } = this.#named(value);
    const kept = known ?? { ...named, value: token };
    this.#unknown.set(value, kept);
    addPlace(kept, place);
  }

  #named(value: string): Pick<KeptToken, 'token' | 'fingerprint' | 'masked'> & Kept {
    return {
      token: new Secret(value),
      fingerprint: this.#fingerprint(value),
      masked: mask(value),
      places: [],
      placeCount: 0,
    };
  }
}

function addPlace(kept: Kept, place: Place): void {
  kept.placeCount++;
  if (kept.places.length < MOST_PLACES) {
    kept.places.push(place);
  }
}

/** "heroku" of `heroku`, "github" of `github-oauth-app`. */
function firstWord(serviceId: string): string {
  return serviceId.split('-')[0] ?? serviceId;
}

/** null where there is none, or more than one. */
function onlyOf<Item>(items: readonly Item[]): Item | null {
  const [only, ...others] = new Set(items);
  return only === undefined || others.length > 0 ? null : only;
}
