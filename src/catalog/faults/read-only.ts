/** A server takes no writes any more and goes on answering reads: a primary that was demoted by mistake, a full disk's guard, a failed switchover. */
import { z } from 'zod';
import { directNodes } from '../../kit/direct-nodes.js';
import {
  atEachNode,
  describeTargets,
  mentionsOf,
  oneTarget,
  resolveTargets,
  targetShape,
} from '../../kit/fault-targets.js';
import type { FaultContext, FaultKind, FaultTargets } from '../../model/fault.js';
import type { Cluster } from '../../model/topology.js';
import { changesOf, formerOf, nodesUp, noteFormer, writeGlobal } from './words/global-variable.js';
import { refusesWrites } from './words/node-effects.js';

const settings = z.strictObject(targetShape).refine(oneTarget.check, oneTarget.message);

export const readOnly: FaultKind<z.output<typeof settings>> = {
  kind: 'read-only',
  summary: 'Makes servers refuse writes (`SET GLOBAL read_only`); the heal restores what was set before.',
  label: 'node read-only',
  requires: ['administration'],
  breaks: () => true,
  takes: () => ['process/setting read_only'],
  settings,
  describe: (chosen) => `makes ${describeTargets(chosen)} read-only and restores the earlier setting to heal`,
  orders: (chosen, site) => changesOf({ variable: 'read_only', value: 'ON' }, chosen, site),
  examples: atEachNode(),
  mentions: mentionsOf,
  resolve: (chosen, cluster, { signal, isTrial }) =>
    noteFormer('read_only', resolveTargets(chosen, cluster), { cluster, signal, isTrial }),
  async inject({ cluster, targets }) {
    const idle = targets.nodes.filter((node) => !mayWrite(node, targets, cluster));
    if (idle.length > 0) throw new Error(`${idle.join(', ')} took no writes before, so nothing can be taken away`);
    await Promise.all(targets.nodes.map((node) => writeGlobal('read_only', 'ON', { node, cluster })));
  },
  async isEffective(context) {
    const nodes = await nodesMeant(context);
    const refusals = await Promise.all(nodes.map(refusesWrites));
    return refusals.length > 0 && refusals.every(Boolean);
  },
  async heal({ cluster, targets }) {
    const nodes = await nodesUp(targets.nodes, cluster);
    const rightful = (node: string): string => (mayWrite(node, targets, cluster) ? 'OFF' : 'ON');
    await Promise.all(nodes.map((node) => writeGlobal('read_only', rightful(node), { node, cluster })));
  },
};

/** Where roles decide, today's count: after a failover the former primary must stay as its new role wants it. */
function mayWrite(node: string, targets: FaultTargets, { replication }: Cluster): boolean {
  return replication === undefined ? formerOf(node, targets) === 'OFF' : replication.primary() === node;
}

/** Whoever may not write in any case shows nothing of this fault. */
async function nodesMeant({ cluster, targets }: FaultContext): Promise<Cluster['nodes']> {
  const names = await nodesUp(targets.nodes, cluster);
  return directNodes(cluster, names).filter(({ name }) => mayWrite(name, targets, cluster));
}
