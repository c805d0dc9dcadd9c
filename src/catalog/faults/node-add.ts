/** Scaling out: a node joins while the others serve, is filled by one of them, and takes its share of the payments from then on. */
import { z } from 'zod';
import { processesOf } from '../../kit/capability-of.js';
import type { FaultKind } from '../../model/fault.js';
import { limits } from '../../model/limits.js';
import { addAll, alreadyIs, isMember, noteMembership, removeAll } from './words/membership.js';

const settings = z.strictObject({
  node: z.string().describe('Name of a node that does not belong to the cluster: it `joins: later`, or was removed.'),
});

export const nodeAdd: FaultKind<z.output<typeof settings>> = {
  kind: 'node-add',
  summary:
    'Planned: a node joins the cluster and takes payments as soon as it holds everything. A heal removes it again; without one it stays.',
  label: 'planned: node added',
  planned: 'reversible',
  requires: ['membership'],
  membership: 'joins',
  takes: () => ['process'],
  settings,
  describe: ({ node }) => `adds node ${node} to the cluster, as planned`,
  mentions: ({ node }) => ({ nodes: [node], zones: [] }),
  injectTimeoutMs: () => limits.healMsMax,
  resolve: ({ node }, cluster) => noteMembership(node, cluster),
  refusal: (targets) => alreadyIs('member', targets),
  inject: addAll,
  /** Clients are sent to it, and its server is there. */
  async isEffective({ cluster, targets }) {
    const states = await Promise.all(targets.nodes.map((node) => processesOf(cluster).state(node)));
    return targets.nodes.every((node, index) => isMember(node, cluster) && states[index] === 'running');
  },
  async heal(context) {
    await removeAll(context);
  },
  /** A node that had not joined yet is taken back: nobody is sent to it, and it must not stay half filled. */
  async conclude(context) {
    const halfWay = context.targets.nodes.filter((node) => !isMember(node, context.cluster));
    await removeAll({ ...context, targets: { nodes: halfWay } });
  },
};
