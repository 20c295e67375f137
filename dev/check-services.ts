/** Whether every file of the catalog fits its form; part of `npm run check`. */
import { loadCatalog } from '../src-main/wallet/services/catalog.ts';

try {
  console.log(`Services: ${loadCatalog().length} files fit.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
