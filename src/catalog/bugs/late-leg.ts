/** One leg's balance changes some time after the rest: whole in the end, and seen in half by whoever looks meanwhile. */
import { z } from 'zod';
import { durationBetween } from '../../kit/literal-schema.js';
import type { BugKind, Effect, RowWrite } from '../../model/bug.js';
import { HarmedPayments, nodesOf } from './words/harmed-payments.js';
import { percentOf, share } from './words/settings.js';

const settings = z.strictObject({
  share,
  by: durationBetween({ min: 1, max: 60_000 }).prefault('100ms').describe('How much later the last balance changes.'),
});

export const lateLeg: BugKind<z.output<typeof settings>> = {
  kind: 'late-leg',
  summary: 'Changes the balances of a payment one after the other instead of together.',
  settings,
  describe: (chosen) => `changes the last balance of ${percentOf(chosen.share)} of the payments ${chosen.by} ms late`,
  plant(chosen, { isHit }) {
    const halved = new HarmedPayments('passing');
    return {
      atCommit(plan) {
        const { payment } = plan;
        if (payment === null || !isHit(payment, chosen.share)) return plan;
        halved.add(payment, nodesOf(plan));
        return { ...plan, effects: plan.effects.flatMap((effect) => inTwo(effect, chosen.by)) };
      },
      harm: () => halved.list(),
    };
  },
};

function inTwo(effect: Effect, delayMs: number): readonly Effect[] {
  const last = effect.writes.findLast(({ table }) => table === 'account');
  const part = (isIn: (write: RowWrite) => boolean): readonly RowWrite[] => effect.writes.filter(isIn);
  return [
    { ...effect, writes: part((write) => write !== last) },
    { ...effect, writes: part((write) => write === last), delayMs, onEnd: () => undefined },
  ];
}
