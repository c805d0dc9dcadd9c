/** Reads on one node show the past, also those that lock: what is built on them overwrites what others did meanwhile, and who asks for a payment hears that it is not there. */
import { z } from 'zod';
import { durationBetween } from '../../kit/literal-schema.js';
import type { BugKind, CommitPlan, Harm, SimulatedRow } from '../../model/bug.js';
import { nodesOf } from './words/harmed-payments.js';
import { node } from './words/settings.js';

const settings = z.strictObject({
  node,
  by: durationBetween({ min: 1, max: 60_000 })
    .prefault('500ms')
    .describe('How old the accounts and payments are that it shows.'),
});

/** A row as it was until a time. */
interface Past {
  readonly row: SimulatedRow;
  readonly untilMs: number;
}

export const staleReads: BugKind<z.output<typeof settings>> = {
  kind: 'stale-reads',
  summary:
    'Shows accounts and payments on one node as they were some time ago, also to reads that lock; in ledger mode `enforce` keys refuse what follows.',
  settings,
  describe: (chosen) => `shows accounts and payments on ${chosen.node} as they were ${chosen.by} ms ago`,
  mentions: (chosen) => [chosen.node],
  plant(chosen, { isActive }) {
    const history = new Map<unknown, Past[]>();
    const forks = new Map<number, Harm>();
    const shown = new Map<number, Harm>();
    /** Payments that it shows to nobody yet, in the order in which they came, with the end of that. */
    const young = new Map<number, number>();
    const hidden = new Map<number, Harm>();
    const remember = (payment: number, atMs: number): void => {
      for (const [each, untilMs] of young) {
        if (untilMs > atMs) break;
        young.delete(each);
      }
      young.set(payment, atMs + chosen.by);
    };
    return {
      onApplied({ table, before, after, nodes, atMs }) {
        if (!nodes.includes(chosen.node)) return;
        if (table === 'payment' && before === undefined) remember(Number(after['payment_id']), atMs);
        if (table !== 'account' || before === undefined) return;
        const known = history.get(before['account_id']) ?? [];
        const recent = known.filter(({ untilMs }) => untilMs > atMs - chosen.by);
        history.set(before['account_id'], [...recent, { row: before, untilMs: atMs }]);
      },
      atRead({ node: reader, table, row, atMs }) {
        if (reader !== chosen.node || !isActive(atMs)) return row;
        if (table === 'payment') {
          const payment = Number(row['payment_id']);
          if ((young.get(payment) ?? atMs) <= atMs) return row;
          hidden.set(payment, { category: 'passing', payment, account: null, money: 0, nodes: [reader] });
          return null;
        }
        if (table !== 'account') return row;
        const past = history.get(row['account_id'])?.find(({ untilMs }) => untilMs > atMs - chosen.by)?.row;
        if (past === undefined) return row;
        const account = Number(row['account_id']);
        shown.set(account, { category: 'passing', payment: null, account, money: 0, nodes: [reader] });
        return past;
      },
      atCommit(plan) {
        for (const account of misnumbered(plan)) {
          forks.set(account, { category: 'chain', payment: null, account, money: 0, nodes: nodesOf(plan) });
        }
        return plan;
      },
      harm: () => [...forks.values(), ...shown.values(), ...hidden.values()],
    };
  },
};

/** Accounts whose entry names another version than the one it makes: what it was built on was old. */
function misnumbered({ effects }: CommitPlan): readonly number[] {
  const writes = effects.flatMap((effect) => effect.writes);
  const versions = new Map(
    writes.filter(({ table }) => table === 'account').map(({ row }) => [row['account_id'], row['version']]),
  );
  const entries = writes.filter(
    ({ table, row }) => table === 'entry' && versions.get(row['account_id'] ?? null) !== row['account_version'],
  );
  return entries.map(({ row }) => Number(row['account_id']));
}
