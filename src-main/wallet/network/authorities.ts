/** The certificate authorities that a person trusts at single hosts, besides those that are trusted everywhere. */
export interface Authorities {
  /** At these hosts (with port), from now on. */
  readonly trust: (hosts: readonly string[], certificate: string) => void;
  readonly at: (host: string) => readonly string[];
}

export function createAuthorities(): Authorities {
  const byHost = new Map<string, readonly string[]>();
  return {
    trust: (hosts, certificate) => {
      for (const host of hosts) {
        byHost.set(host, [...new Set([...(byHost.get(host) ?? []), certificate])]);
      }
    },
    at: (host) => byHost.get(host) ?? [],
  };
}
