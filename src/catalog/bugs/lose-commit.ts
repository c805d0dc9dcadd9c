/** A COMMIT is answered with success and never carried out: the classic lie of a cache that loses power. */
import { z } from 'zod';
import type { BugKind } from '../../model/bug.js';
import { HarmedPayments, nodesOf } from './words/harmed-payments.js';
import { percentOf, share } from './words/settings.js';

const settings = z.strictObject({ share });

export const loseCommit: BugKind<z.output<typeof settings>> = {
  kind: 'lose-commit',
  summary: 'Acknowledges payments and never applies them.',
  settings,
  describe: (chosen) => `loses ${percentOf(chosen.share)} of the payments that it acknowledges`,
  plant(chosen, { isHit }) {
    const lost = new HarmedPayments('lost');
    return {
      atCommit(plan) {
        const { payment } = plan;
        if (payment === null || !isHit(payment, chosen.share)) return plan;
        lost.add(payment, nodesOf(plan));
        return { ...plan, effects: [] };
      },
      harm: () => lost.list(),
    };
  },
};
