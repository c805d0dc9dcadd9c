/** Finds operations that were refused every time. A decline is a good answer, so that every gate may hold although not one payment of the kind was made. */
import { formatCount } from '../kit/format.js';
import type { ArrivalTable } from '../model/evidence.js';
import { outcomes } from '../model/outcome.js';
import type { Catalog } from '../model/registry.js';

/** Fewer may all be declined by chance. */
const tellingCount = 20;

/** One sentence for each; `names` as the journal numbers them. What repeats a bank's transfer is there to be declined. */
export function alwaysDeclined(
  { count, operation, outcome }: ArrivalTable,
  names: readonly string[],
  { operations }: Pick<Catalog, 'operations'>,
): readonly string[] {
  const tally = names.map(() => ({ accepted: 0, declined: 0 }));
  const [acknowledged, declined] = [outcomes.indexOf('acknowledged'), outcomes.indexOf('declined')];
  for (let index = 0; index < count; index++) {
    const own = tally[operation[index] as number];
    if (own === undefined) continue;
    if (outcome[index] === acknowledged) own.accepted += 1;
    else if (outcome[index] === declined) own.declined += 1;
  }
  return names.flatMap((name, index) => {
    const own = tally[index] as (typeof tally)[number];
    if (own.accepted > 0 || own.declined < tellingCount || operations.get(name).repeatsBankTransfers) return [];
    return [
      `No ${name} was acknowledged: all ${formatCount(own.declined)} that were answered were declined, so that it was not put to the test.`,
    ];
  });
}
