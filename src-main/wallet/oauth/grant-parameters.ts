import type { GrantWish, ServerDescription } from './oauth.ts';

const usualScopeRequest = { parameter: 'scope', separator: ' ' };

/** The parameters that say what a grant is to be for: the same in every kind of request that begins one. */
export function grantParameters(
  { scopeRequest = usualScopeRequest }: ServerDescription,
  { scopes, resource, authorizationDetails, parameters = {} }: GrantWish,
): Record<string, string> {
  return {
    ...parameters,
    ...(scopes.length > 0 && { [scopeRequest.parameter]: scopes.join(scopeRequest.separator) }),
    ...resourceParameter(resource),
    ...(authorizationDetails !== undefined && {
      authorization_details: JSON.stringify(authorizationDetails),
    }),
  };
}

/** RFC 8707 section 2: the token request repeats it, or the token is for another API. */
export function resourceParameter(resource: string | null | undefined): Record<string, string> {
  return resource === null || resource === undefined ? {} : { resource };
}
