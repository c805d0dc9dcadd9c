/** A payment appears that nobody made: whole, balanced, and under an id that no client has ever sent. */
import { z } from 'zod';
import type { BugKind, CommittedPayment, Effect } from '../../model/bug.js';
import { HarmedPayments } from './words/harmed-payments.js';
import { repeatEffect } from './words/repeat-effect.js';
import { percentOf, share } from './words/settings.js';

/** Half the range of arrivals above the payment beside which it appears: no run gets that far. */
const idOffset = 2 ** 31;

const settings = z.strictObject({ share });

export const inventPayment: BugKind<z.output<typeof settings>> = {
  kind: 'invent-payment',
  summary: 'Adds payments that nobody has sent, beside those that somebody has.',
  settings,
  describe: (chosen) => `adds a payment that nobody has sent beside ${percentOf(chosen.share)} of the payments`,
  plant(chosen, { isHit }) {
    const invented = new HarmedPayments('unexpected');
    const another = (effect: Effect, payment: CommittedPayment): Effect => {
      const id = payment.id + idOffset;
      return {
        ...effect,
        writes: repeatEffect(effect.writes, (table, row) =>
          table === 'outbox' ? { ...row, event_id: id, payment_id: id } : { ...row, payment_id: id },
        ),
        onEnd: (hasTakenPlace) => (hasTakenPlace ? invented.add({ ...payment, id }, effect.nodes) : undefined),
      };
    };
    return {
      atCommit(plan) {
        const { payment, effects } = plan;
        const [first] = effects;
        if (payment === null || first === undefined || !isHit(payment, chosen.share)) return plan;
        return { ...plan, effects: [...effects, another(first, payment)] };
      },
      harm: () => invented.list(),
    };
  },
};
