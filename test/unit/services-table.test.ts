import { describe, expect, it } from 'vitest';
import { servicesInWords } from '../../src-main/cli/words.ts';
import { loadCatalog } from '../../src-main/wallet/services/catalog.ts';
import { reachableOutcome } from '../../src-main/wallet/services/reachable-outcome.ts';
import { summariseService } from '../../src-main/wallet/services/summarise-service.ts';

describe('the table of services', () => {
  it('names the outcome that the wallet can reach on each of the 45', () => {
    const catalog = loadCatalog();
    const summaries = catalog.map((service) => summariseService(service, 'http://127.0.0.1/callback'));
    const [head = '', ...rows] = servicesInWords(summaries).split('\n');
    expect(rows).toHaveLength(45);
    const column = head.indexOf('outcome');
    const named = rows.map((row) => [row.split(' ')[0], row.slice(column).split(' ')[0]]);
    expect(named).toEqual(catalog.map((service) => [service.id, reachableOutcome(service)]));
  });
});
