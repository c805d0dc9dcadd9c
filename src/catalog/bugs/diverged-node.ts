/** One node misses rows that all others have, as a replica does whose apply errors are skipped. It has the balances, so that nothing else goes wrong. */
import { z } from 'zod';
import type { BugKind, Effect, RowWrite } from '../../model/bug.js';
import { HarmedPayments } from './words/harmed-payments.js';
import { node, percentOf, share } from './words/settings.js';

const settings = z.strictObject({ node, share });

export const divergedNode: BugKind<z.output<typeof settings>> = {
  kind: 'diverged-node',
  summary: "Leaves payments' rows out on one node, but not the balances.",
  settings,
  describe: (chosen) => `leaves the rows of ${percentOf(chosen.share)} of the payments out on ${chosen.node}`,
  mentions: (chosen) => [chosen.node],
  plant(chosen, { isHit }) {
    const lost = new HarmedPayments('lost');
    return {
      atCommit(plan) {
        const { payment, effects } = plan;
        if (payment === null || !isHit(payment, chosen.share)) return plan;
        lost.add(payment, [chosen.node]);
        return { ...plan, effects: effects.flatMap((effect) => without(effect, chosen.node)) };
      },
      onCopied: (name) => (name === chosen.node ? lost.clear() : undefined),
      harm: () => lost.list(),
    };
  },
};

function without(effect: Effect, name: string): readonly Effect[] {
  const rest = effect.nodes.filter((each) => each !== name);
  return [
    { ...effect, nodes: rest, writes: effect.writes.filter((write) => !isBalance(write)) },
    { ...effect, writes: effect.writes.filter(isBalance), onEnd: () => undefined },
  ];
}

function isBalance({ table }: RowWrite): boolean {
  return table === 'account';
}
