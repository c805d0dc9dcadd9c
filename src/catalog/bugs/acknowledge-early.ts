/** A COMMIT is answered before it is carried out: nothing is wrong until the node dies in between. */
import { z } from 'zod';
import { durationBetween } from '../../kit/literal-schema.js';
import type { BugKind, CommittedPayment, Effect } from '../../model/bug.js';
import { HarmedPayments } from './words/harmed-payments.js';
import { percentOf, share } from './words/settings.js';

const settings = z.strictObject({
  share: share.prefault('100%'),
  delay: durationBetween({ min: 1, max: 60_000 }).prefault('100ms').describe('From the answer to the effect.'),
});

export const acknowledgeEarly: BugKind<z.output<typeof settings>> = {
  kind: 'acknowledge-early',
  summary: 'Acknowledges payments some time before it applies them; a node that dies in between takes them with it.',
  settings,
  describe: (chosen) =>
    `acknowledges ${percentOf(chosen.share)} of the payments ${chosen.delay} ms before it applies them`,
  plant(chosen, { isHit, nodes }) {
    const lost = new HarmedPayments('lost');
    const later = (effect: Effect, payment: CommittedPayment): Effect => ({
      ...effect,
      delayMs: effect.delayMs + chosen.delay,
      onEnd(hasTakenPlace) {
        if (hasTakenPlace) lost.remove(payment);
        else lost.add(payment, nodes);
        effect.onEnd(hasTakenPlace);
      },
    });
    return {
      atCommit(plan) {
        const { payment, effects } = plan;
        if (payment === null || !isHit(payment, chosen.share)) return plan;
        return { ...plan, effects: effects.map((effect) => later(effect, payment)) };
      },
      harm: () => lost.list(),
    };
  },
};
