/** The same object without some of its properties. */
export function without<Whole extends object, Name extends keyof Whole>(
  whole: Whole,
  ...names: readonly Name[]
): Omit<Whole, Name> {
  const rest: Partial<Whole> = { ...whole };
  for (const name of names) {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- of a copy that nobody has seen yet
    delete rest[name];
  }
  return rest as Omit<Whole, Name>;
}
