/** Scaling in: a node gets no new payments, ends those it has, stops in order, and does not belong to the cluster any more. */
import { z } from 'zod';
import { processesOf } from '../../kit/capability-of.js';
import { durationBetween } from '../../kit/literal-schema.js';
import type { FaultKind } from '../../model/fault.js';
import { addAll, alreadyIs, isLastMember, isMember, noteMembership, removeAll } from './words/membership.js';

const settings = z.strictObject({
  node: z.string().describe('Name of a node that belongs to the cluster.'),
  drain: durationBetween({ max: 3_600_000 })
    .prefault('10s')
    .describe('How long its clients may take to leave, before it is stopped all the same.'),
});

export const nodeRemove: FaultKind<z.output<typeof settings>> = {
  kind: 'node-remove',
  summary:
    'Planned: a node is drained, stopped in order, and belongs to the cluster no more. A heal adds it again; without one it stays away.',
  label: 'planned: node removed',
  planned: 'reversible',
  requires: ['membership'],
  membership: 'leaves',
  takes: () => ['process'],
  settings,
  describe: ({ node }) => `takes node ${node} out of the cluster, as planned, when its clients have left`,
  mentions: ({ node }) => ({ nodes: [node], zones: [] }),
  injectTimeoutMs: ({ drain }) => drain,
  resolve: ({ node }, cluster) => noteMembership(node, cluster),
  refusal(targets, cluster) {
    const last = targets.nodes.find((node) => isLastMember(node, cluster));
    return alreadyIs('absent', targets) ?? (last === undefined ? null : `${last} is the last member`);
  },
  async inject(context) {
    const { targets, tell } = context;
    const left = await removeAll(context, context.settings.drain);
    if (left > 0) tell(targets.nodes[0] ?? '', `${left} clients had not left in time, and were cut off`);
  },
  /** No client is sent to it any more, and its server has ended. */
  async isEffective({ cluster, targets }) {
    const states = await Promise.all(targets.nodes.map((node) => processesOf(cluster).state(node)));
    return targets.nodes.every((node, index) => !isMember(node, cluster) && states[index] === 'down');
  },
  heal: addAll,
  /** What was begun is finished: a node that was taken out of the route is not put back by whoever finds it. Of the last member nothing was begun. */
  async conclude(context) {
    const leaving = context.targets.nodes.filter((node) => !isLastMember(node, context.cluster));
    await removeAll({ ...context, targets: { nodes: leaving } });
  },
};
