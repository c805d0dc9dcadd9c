/** A transaction is applied in part: atomicity broken, as by a crash between two pages. */
import { z } from 'zod';
import type { BugKind, RowWrite } from '../../model/bug.js';
import { HarmedPayments, nodesOf } from './words/harmed-payments.js';
import { percentOf, share } from './words/settings.js';

const settings = z.strictObject({
  share,
  lacks: z
    .enum(['leg', 'entry', 'payment'])
    .default('leg')
    .describe('What is missing: the last leg with its change of the balance, only its entry, or the payment row.'),
});

export const tearPayment: BugKind<z.output<typeof settings>> = {
  kind: 'tear-payment',
  summary: 'Applies only some of the rows of a payment.',
  settings,
  describe: (chosen) => `applies ${percentOf(chosen.share)} of the payments without their ${words[chosen.lacks]}`,
  plant(chosen, { isHit }) {
    const partial = new HarmedPayments('partial');
    return {
      atCommit(plan) {
        const { payment } = plan;
        if (payment === null || !isHit(payment, chosen.share)) return plan;
        partial.add(payment, nodesOf(plan));
        const effects = plan.effects.map((effect) => ({ ...effect, writes: torn(effect.writes, chosen.lacks) }));
        return { ...plan, effects };
      },
      harm: () => partial.list(),
    };
  },
};

const words = { leg: 'last leg', entry: 'last entry', payment: 'payment row' } as const;

function torn(writes: readonly RowWrite[], lacks: keyof typeof words): readonly RowWrite[] {
  if (lacks === 'payment') return writes.filter(({ table }) => table !== 'payment');
  const entries = writes.filter(({ table }) => table === 'entry').map(({ row }) => row);
  const last = entries.toSorted((left, right) => Number(left['leg']) - Number(right['leg'])).at(-1);
  return writes.filter(({ table, row }) => {
    if (table === 'entry') return row !== last;
    return lacks === 'entry' || table !== 'account' || row['account_id'] !== last?.['account_id'];
  });
}
