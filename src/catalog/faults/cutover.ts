/** The night of a migration: the old side takes no more writes, the new one is waited for until it holds everything, and then takes them. */
import { z } from 'zod';
import { cutoverOf } from '../../kit/capability-of.js';
import { durationBetween } from '../../kit/literal-schema.js';
import type { FaultContext, FaultKind } from '../../model/fault.js';
import { refusesWrites } from './words/node-effects.js';

const settings = z.strictObject({
  drain: durationBetween({ max: 60_000 })
    .prefault('500ms')
    .describe('How long payments in flight may take to end before their connections are killed.'),
  catch_up: durationBetween({ min: 100, max: 600_000 })
    .prefault('10s')
    .describe('How long the new side may take to hold everything; after that all goes back to the old one.'),
});
type Settings = z.output<typeof settings>;

export const cutover: FaultKind<Settings> = {
  kind: 'cutover',
  summary:
    'Planned: all traffic moves from the old side of a migration to the new one. It is never undone; one that is broken off half way goes back.',
  label: 'planned: cutover',
  planned: 'final',
  requires: ['cutover'],
  settings,
  describe: () => 'moves all traffic from the old side to the new one, as planned',
  mentions: () => ({ nodes: [], zones: [] }),
  resolve: (_settings, cluster) => {
    const { from, to } = cutoverOf(cluster).nodes;
    return { nodes: [from, to] };
  },
  inject: ({ cluster, settings: { drain, catch_up: catchUpMs }, signal, tell }) =>
    cutoverOf(cluster).cutOver({ drainMs: drain, catchUpMs, signal, tell }),
  /** The old primary refuses writes, clients are sent to the new side, and that takes them. */
  async isEffective({ cluster, targets }) {
    const [from, to] = cluster.nodes.filter((node) => targets.nodes.includes(node.name));
    if (from === undefined || to === undefined || !cluster.route().writable.includes(to.name)) return false;
    return (await refusesWrites(from)) && !(await refusesWrites(to));
  },
  heal: settle,
  conclude: settle,
};

async function settle({ cluster }: FaultContext<Settings>): Promise<void> {
  await cutoverOf(cluster).settle();
}
