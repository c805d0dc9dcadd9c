/** A server takes fewer connections than its clients need: those that are open go on, and whoever comes anew is turned away. */
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
import { sizeBetween } from '../../kit/literal-schema.js';
import type { FaultKind } from '../../model/fault.js';
import { limits } from '../../model/limits.js';
import type { Cluster, Endpoint } from '../../model/topology.js';
import { changesOf, formerOf, nodesUp, noteFormer, readGlobal, writeGlobal } from './words/global-variable.js';
import { countSessions, turnsAway } from './words/node-effects.js';

/** The least that MariaDB can be set to. */
const connectionsMin = 10;

const settings = z
  .strictObject({
    ...targetShape,
    connections: sizeBetween({ min: connectionsMin, max: limits.connectionsMax })
      .prefault(connectionsMin)
      .describe('What `max_connections` is lowered to. Connections that are open stay.'),
  })
  .refine(oneTarget.check, oneTarget.message);

export const poolExhaustion: FaultKind<z.output<typeof settings>> = {
  kind: 'pool-exhaustion',
  summary:
    'Lowers how many connections servers take (`SET GLOBAL max_connections`); the heal restores what was set before.',
  label: 'connections exhausted',
  requires: ['administration'],
  breaks: () => true,
  takes: () => ['process/setting max_connections'],
  settings,
  describe: ({ connections, ...chosen }) =>
    `lets ${describeTargets(chosen)} take ${connections} connections and no more, and restores the earlier limit to heal`,
  orders: ({ connections, ...aim }, site) =>
    changesOf({ variable: 'max_connections', value: String(connections) }, aim, site),
  examples: atEachNode(),
  mentions: mentionsOf,
  resolve: (chosen, cluster, { signal, isTrial }) =>
    noteFormer('max_connections', resolveTargets(chosen, cluster), { cluster, signal, isTrial }),
  async inject({ settings: { connections }, cluster, targets }) {
    for (const node of targets.nodes) {
      const former = formerOf(node, targets);
      if (Number(former) <= connections)
        throw new Error(`${node} takes ${former} connections, and ${connections} would not be fewer`);
    }
    await Promise.all(
      targets.nodes.map((node) => writeGlobal('max_connections', String(connections), { node, cluster })),
    );
  },
  async isEffective({ cluster, targets }) {
    const nodes = directNodes(cluster, await nodesUp(targets.nodes, cluster));
    const seen = await Promise.all(nodes.map((node) => isFull(node, formerOf(node.name, targets), cluster)));
    return seen.length > 0 && seen.every(Boolean);
  },
  async heal({ cluster, targets }) {
    const nodes = await nodesUp(targets.nodes, cluster);
    await Promise.all(nodes.map((node) => writeGlobal('max_connections', formerOf(node, targets), { node, cluster })));
  },
};

/** Lower than before, and reached. */
async function isFull(node: Endpoint, former: string, cluster: Cluster): Promise<boolean> {
  const limit = Number(await readGlobal('max_connections', { node: node.name, cluster }));
  if (limit >= Number(former)) return false;
  return (await countSessions(node.name, cluster)) >= limit || turnsAway(node);
}
