import type { Messages } from '../../messages/en.ts';

/** What a scope allows in plain words, where the wallet knows it; otherwise the scope itself. */
export function rightName(scope: string, rights: Messages['rights']): string {
  return isKnown(scope, rights) ? rights[scope] : scope;
}

function isKnown(scope: string, rights: Messages['rights']): scope is keyof Messages['rights'] {
  return Object.hasOwn(rights, scope);
}
