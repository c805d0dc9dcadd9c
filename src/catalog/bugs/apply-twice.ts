/** A payment is replayed, as by a proxy that repeats what it thinks was lost. Unique keys refuse that; without them the money moves twice. */
import { z } from 'zod';
import type { BugKind, CommittedPayment, Effect } from '../../model/bug.js';
import { HarmedPayments } from './words/harmed-payments.js';
import { repeatEffect } from './words/repeat-effect.js';
import { percentOf, share } from './words/settings.js';

const settings = z.strictObject({ share });

export const applyTwice: BugKind<z.output<typeof settings>> = {
  kind: 'apply-twice',
  summary:
    'Applies payments twice; in ledger mode `enforce` their keys refuse it, in `detect` it is there to be found.',
  settings,
  describe: (chosen) => `applies ${percentOf(chosen.share)} of the payments twice where no key refuses it`,
  plant(chosen, { isHit }) {
    const twice = new HarmedPayments('duplicate');
    const again = (effect: Effect, payment: CommittedPayment): Effect => ({
      ...effect,
      writes: repeatEffect(effect.writes, (table, row) => {
        if (table === 'payment') return { ...row, attempt: payment.attempt + 1 };
        return table === 'entry' ? row : null;
      }),
      onEnd: (hasTakenPlace) => (hasTakenPlace ? twice.add(payment, effect.nodes) : undefined),
    });
    return {
      atCommit(plan) {
        const { payment, effects } = plan;
        const [first] = effects;
        if (payment === null || first === undefined || !isHit(payment, chosen.share)) return plan;
        return { ...plan, effects: [...effects, again(first, payment)] };
      },
      harm: () => twice.list(),
    };
  },
};
