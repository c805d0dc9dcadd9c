/** A balance changes by itself beside a payment: money without history. */
import { z } from 'zod';
import type { BugKind, Harm, RowWrite } from '../../model/bug.js';
import { nodesOf } from './words/harmed-payments.js';
import { percentOf, share } from './words/settings.js';

const settings = z.strictObject({
  share,
  by: z
    .int()
    .min(-1e12)
    .max(1e12)
    .default(7)
    .describe('Minor units by which the balance changes; negative to take them.'),
});

export const driftBalance: BugKind<z.output<typeof settings>> = {
  kind: 'drift-balance',
  summary: "Changes a wallet's balance beside a payment, without an entry.",
  settings,
  describe: (chosen) =>
    `changes a balance by ${chosen.by} minor units beside ${percentOf(chosen.share)} of the payments`,
  plant(chosen, { isHit }) {
    const drifts = new Map<number, Harm>();
    return {
      atCommit(plan) {
        const { payment, effects } = plan;
        const victim = effects[0]?.writes.find(({ table }) => table === 'account');
        if (payment === null || victim === undefined || !isHit(payment, chosen.share)) return plan;
        const account = Number(victim.row['account_id']);
        const money = (drifts.get(account)?.money ?? 0) + Math.abs(chosen.by);
        drifts.set(account, { category: 'drift', payment: null, account, money, nodes: nodesOf(plan) });
        const changed = effects.map((effect) => ({
          ...effect,
          writes: effect.writes.map((write) => changedBy(chosen.by, write, victim)),
        }));
        return { ...plan, effects: changed };
      },
      harm: () => [...drifts.values()],
    };
  },
};

function changedBy(by: number, write: RowWrite, victim: RowWrite): RowWrite {
  if (write !== victim) return write;
  return { ...write, row: { ...write.row, balance: Number(write.row['balance']) + by } };
}
