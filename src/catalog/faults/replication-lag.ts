/** Replicas fall behind: they receive at once, so that nothing is lost, and apply late. Who reads there sees the past, and who fails over there waits. */
import { z } from 'zod';
import { replicationOf } from '../../kit/capability-of.js';
import { printDuration } from '../../kit/duration.js';
import { durationBetween } from '../../kit/literal-schema.js';
import type { FaultContext, FaultKind } from '../../model/fault.js';
import type { Cluster } from '../../model/topology.js';
import { formerOf } from './words/global-variable.js';
import {
  atEachReplica,
  describeReplicas,
  mentionsOfReplicas,
  replicasAmong,
  replicasShape,
  resolveReplicas,
} from './words/replicas.js';

const secondMs = 1_000;

const settings = z.strictObject({
  ...replicasShape,
  lag: durationBetween({ min: secondMs, max: 600_000 })
    .refine((lagMs) => lagMs % secondMs === 0, 'Say it in whole seconds: servers count the delay in these.')
    .prefault('5s')
    .describe(
      'How long after the primary they apply each transaction, in whole seconds; up to a second more, as servers count it.',
    ),
});
type Settings = z.output<typeof settings>;

export const replicationLag: FaultKind<Settings> = {
  kind: 'replication-lag',
  summary:
    'Lets replicas apply late what they receive at once (MASTER_DELAY); the heal restores the earlier delay where they are still replicas, and they catch up.',
  label: 'replicas behind',
  requires: ['replication'],
  takes: () => ['process/replication'],
  settings,
  describe: ({ lag, ...chosen }) =>
    `lets ${describeReplicas(chosen)} apply everything ${printDuration(lag)} late and restores the earlier delay to heal`,
  examples: atEachReplica,
  mentions: mentionsOfReplicas,
  replicas: (chosen) => mentionsOfReplicas(chosen).nodes,
  async resolve(chosen, cluster) {
    const nodes = resolveReplicas(chosen, cluster);
    const delays = nodes.map(
      async (node) => [node, String((await replicationOf(cluster).delayMs(node)) ?? 0)] as const,
    );
    return { nodes, former: Object.fromEntries(await Promise.all(delays)) };
  },
  async inject({ cluster, targets, settings: { lag } }) {
    await setDelays(targets.nodes, () => lag, cluster);
  },
  isEffective: isHeldBack,
  async heal({ cluster, targets }) {
    const nodes = await replicasAmong(targets.nodes, cluster);
    await setDelays(nodes, (node) => Number(formerOf(node, targets)), cluster);
  },
};

/** One after the other, because each is away from its primary for a moment. */
async function setDelays(nodes: readonly string[], delayOf: (node: string) => number, cluster: Cluster): Promise<void> {
  const replication = replicationOf(cluster);
  for (const node of nodes) {
    if ((await replication.delayMs(node)) === delayOf(node)) continue;
    await replication.setDelay(node, delayOf(node));
    const foundMs = await replication.delayMs(node);
    if (foundMs !== delayOf(node)) throw new Error(`${node} did not take the delay of ${delayOf(node)} ms`);
  }
}

/** Each says so, and has received what it has not applied: where nobody writes nobody is behind. */
async function isHeldBack({ cluster, targets, settings: { lag } }: FaultContext<Settings>): Promise<boolean> {
  const replication = replicationOf(cluster);
  const replicas = await replicasAmong(targets.nodes, cluster);
  const effects = await Promise.all(
    replicas.map(async (node) => (await replication.delayMs(node)) === lag && (await replication.isBehind(node))),
  );
  return effects.length > 0 && effects.every(Boolean);
}
