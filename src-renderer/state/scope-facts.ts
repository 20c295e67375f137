import { RiskSchema, type Risk, type ScopeMeaning } from '../../src-main/contract/connection.ts';

/** From here on somebody with the right can do harm, and not only look. */
const HARMFUL: Risk = 'write';

/** A right with what is known of it; nothing is ever guessed from its name. */
export interface Right {
  readonly scope: string;
  readonly meaning: ScopeMeaning | undefined;
}

/**
 * The rights, the worst first. Those that nobody explained come after the ones known to be harmful and before the
 * harmless ones: they may be either.
 */
export function rightsOf(scopes: readonly string[], known: readonly ScopeMeaning[]): Right[] {
  const rights = scopes.map((scope) => ({ scope, meaning: known.find((one) => one.scope === scope) }));
  return rights.toSorted((one, other) => weight(other) - weight(one));
}

/** Whether the right lets change, delete or administer something. */
export function isHarmful(risk: Risk | null): boolean {
  return risk !== null && rank(risk) >= rank(HARMFUL);
}

/** Whether the right lets destroy things, or decide over other people's access. */
export function isGrave(risk: Risk | null): boolean {
  return risk !== null && rank(risk) > rank(HARMFUL);
}

function weight({ meaning }: Right): number {
  return meaning === undefined ? rank(HARMFUL) - 0.5 : rank(meaning.risk);
}

function rank(risk: Risk): number {
  return RiskSchema.options.indexOf(risk);
}
