/** Balances are shown before their transaction is refused and undone: what others read meanwhile never was. */
import { z } from 'zod';
import { durationBetween } from '../../kit/literal-schema.js';
import type { BugKind, Effect, RowWrite } from '../../model/bug.js';
import { HarmedPayments, nodesOf } from './words/harmed-payments.js';
import { percentOf, share } from './words/settings.js';

const settings = z.strictObject({
  share,
  for: durationBetween({ min: 1, max: 60_000 }).prefault('100ms').describe('How long the balances are shown.'),
});

const deadlock = {
  errno: 1213,
  message: 'Deadlock found when trying to get lock; try restarting transaction',
} as const;

export const showAborted: BugKind<z.output<typeof settings>> = {
  kind: 'show-aborted',
  summary: 'Shows the balances of a payment for a while, aborts it and takes them back.',
  settings,
  describe: (chosen) => `shows ${percentOf(chosen.share)} of the payments for ${chosen.for} ms and aborts them`,
  plant(chosen, { isHit }) {
    const shown = new HarmedPayments('passing');
    return {
      atCommit(plan) {
        const { payment } = plan;
        if (payment === null || !isHit(payment, chosen.share)) return plan;
        shown.add(payment, nodesOf(plan));
        return { ...plan, effects: plan.effects.flatMap((effect) => shownFor(effect, chosen.for)), answer: deadlock };
      },
      harm: () => shown.list(),
    };
  },
};

function shownFor(effect: Effect, delayMs: number): readonly Effect[] {
  const shown = effect.writes.filter(({ table }) => table === 'account');
  return [
    { ...effect, writes: shown },
    { ...effect, writes: shown.map((write) => undone(write, effect.writes)), delayMs, onEnd: () => undefined },
  ];
}

/** The row as it was before the payment's entry on that account. */
function undone(write: RowWrite, writes: readonly RowWrite[]): RowWrite {
  const own = writes.filter(({ table, row }) => table === 'entry' && row['account_id'] === write.row['account_id']);
  const amount = own.reduce((sum, { row }) => sum + Number(row['amount']), 0);
  const { balance, version } = write.row;
  return { ...write, row: { ...write.row, balance: Number(balance) - amount, version: Number(version) - own.length } };
}
