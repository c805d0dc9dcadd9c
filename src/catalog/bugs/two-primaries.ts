/** Split brain: one node and the others no longer hear of each other, and both sides take writes. */
import { z } from 'zod';
import type { BugKind, CommittedPayment, Harm } from '../../model/bug.js';
import { HarmedPayments, nodesOf } from './words/harmed-payments.js';
import { node } from './words/settings.js';

const settings = z.strictObject({ node });

export const twoPrimaries: BugKind<z.output<typeof settings>> = {
  kind: 'two-primaries',
  summary:
    'Cuts one node off while it goes on taking writes; when it is over, its own rows give way to those of the others.',
  settings,
  describe: (chosen) => `cuts ${chosen.node} off, and both sides take writes`,
  mentions: (chosen) => [chosen.node],
  plant(chosen, { isActive, nodes }) {
    const others = nodes.filter((each) => each !== chosen.node);
    const alone = new HarmedPayments('lost');
    const elsewhere = new HarmedPayments('lost');
    const discarded = new Map<number, Harm>();
    const note = (payment: CommittedPayment, writtenOn: readonly string[]): void => {
      const isAlone = writtenOn.includes(chosen.node);
      if (isAlone && writtenOn.length === 1) alone.add(payment, others);
      else if (!isAlone) elsewhere.add(payment, [chosen.node]);
    };
    return {
      isSplit: (name, atMs) => name === chosen.node && others.length > 0 && isActive(atMs),
      atCommit(plan) {
        if (plan.payment !== null) note(plan.payment, nodesOf(plan));
        return plan;
      },
      onCopied(name) {
        if (name !== chosen.node) return;
        for (const harm of alone.list()) if (harm.payment !== null) discarded.set(harm.payment, { ...harm, nodes });
        alone.clear();
        elsewhere.clear();
      },
      harm: () => [...discarded.values(), ...alone.list(), ...elsewhere.list()],
    };
  },
};
