import { benchRecognise } from './recognise.ts';
import { benchRevoke } from './revoke.ts';
import { benchVault } from './vault.ts';

/** By the names under which they are asked for. */
const benches: Readonly<Record<string, () => Promise<object>>> = {
  recognise: () => benchRecognise(),
  vault: benchVault,
  revoke: benchRevoke,
};

const words = process.argv.slice(2);
const names = words.filter((word) => word !== '--json');
if (names.length === 0 || names.some((name) => !(name in benches))) {
  console.error(`Usage: npm run bench -- ${Object.keys(benches).join(' | ')} ... [--json]`);
  process.exit(2);
}

const figures: Record<string, object> = {};
for (const name of names) {
  console.error(`Measuring ${name} ...`);
  figures[name] = (await benches[name]?.()) ?? {};
}
if (words.includes('--json')) {
  console.log(JSON.stringify(figures));
} else {
  console.table(
    Object.fromEntries(Object.entries(figures).flatMap(([name, values]) => linesOf(name, values))),
  );
}

/** One line for each figure, those within figures too. */
function linesOf(name: string, values: object): readonly (readonly [string, unknown])[] {
  return Object.entries(values).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? linesOf(`${name}.${key}`, value)
      : [[`${name}.${key}`, value] as const],
  );
}
