import type { ServerDescription } from '../oauth/oauth.ts';
import { demo, isDemo } from './demo.ts';
import type { ServiceProfile } from './service-profile.ts';

/** The profile of a service; one that the wallet has never heard of is named after its address. */
export function findServiceProfile(server: ServerDescription): ServiceProfile {
  return isDemo(server)
    ? demo
    : { id: 'unknown', name: nameOf(server.issuer), withoutExpiresIn: 'not-stated' };
}

/** `https://login.example.com/realms/work` becomes `login.example.com/realms/work`. */
function nameOf(issuer: string): string {
  const { host, pathname } = new URL(issuer);
  return `${host}${pathname.replace(/\/+$/, '')}`;
}
