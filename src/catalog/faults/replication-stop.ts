/** Replicas stop receiving: what the primary acknowledges from now on is in one place only. */
import { z } from 'zod';
import { replicationOf } from '../../kit/capability-of.js';
import type { FaultKind } from '../../model/fault.js';
import {
  atEachReplica,
  describeReplicas,
  mentionsOfReplicas,
  replicasAmong,
  replicasShape,
  resolveReplicas,
} from './words/replicas.js';

const settings = z.strictObject(replicasShape);

export const replicationStop: FaultKind<z.output<typeof settings>> = {
  kind: 'replication-stop',
  summary: 'Stops the receiving (IO) threads of replicas; the heal starts them again where they are still replicas.',
  label: 'replication stopped',
  requires: ['replication'],
  takes: () => ['process/replication'],
  settings,
  describe: (chosen) => `stops the receiving threads of ${describeReplicas(chosen)} and starts them again to heal`,
  examples: atEachReplica,
  mentions: mentionsOfReplicas,
  replicas: (chosen) => mentionsOfReplicas(chosen).nodes,
  resolve: (chosen, cluster) => ({ nodes: resolveReplicas(chosen, cluster) }),
  async inject({ cluster, targets }) {
    await Promise.all(targets.nodes.map((node) => replicationOf(cluster).stopReceiving(node)));
  },
  async isEffective({ cluster, targets }) {
    const replicas = await replicasAmong(targets.nodes, cluster);
    const areReceiving = await Promise.all(replicas.map((node) => replicationOf(cluster).isReceiving(node)));
    return replicas.length > 0 && areReceiving.every((isReceiving) => !isReceiving);
  },
  async heal({ cluster, targets }) {
    for (const node of await replicasAmong(targets.nodes, cluster)) {
      await replicationOf(cluster).startReceiving(node);
      if (!(await replicationOf(cluster).isReceiving(node))) throw new Error(`${node} does not go on receiving`);
    }
  },
};
