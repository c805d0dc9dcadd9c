/** Clients that nobody expected: a deployment gone wrong, or a pool without a limit, opens connections beside those of the load. They end with the runner. */
import { z } from 'zod';
import { printDuration } from '../../kit/duration.js';
import {
  atEachNode,
  describeTargets,
  mentionsOf,
  oneTarget,
  resolveTargets,
  targetShape,
} from '../../kit/fault-targets.js';
import { durationBetween, sizeBetween } from '../../kit/literal-schema.js';
import type { FaultKind, InjectionContext } from '../../model/fault.js';
import type { Cluster } from '../../model/topology.js';
import { Storm } from './words/storm.js';
import { UnderWay } from './words/under-way.js';

const settings = z
  .strictObject({
    ...targetShape,
    connections: sizeBetween({ min: 1, max: 1_000 })
      .prefault(200)
      .describe('How many, to each node; a server that is full by then turns the rest away, and clients too.'),
    lifetime: durationBetween({ min: 100, max: 3_600_000 })
      .optional()
      .describe(
        'How long each lives before another takes its place, 400 a second at most. Without it they are held until the heal.',
      ),
  })
  .refine(oneTarget.check, oneTarget.message);
type Settings = z.output<typeof settings>;

const storms = new UnderWay<Storms>();

export const connectionStorm: FaultKind<Settings> = {
  kind: 'connection-storm',
  summary:
    'Opens connections to servers and holds them, or closes and opens them again and again; the heal closes them.',
  label: 'connection storm',
  requires: ['administration'],
  breaks: () => true,
  takes: () => ['process/connections'],
  settings,
  describe: ({ connections, lifetime, ...chosen }) =>
    `opens ${connections} connections to ${describeTargets(chosen)}${lifetime === undefined ? '' : `, each for ${printDuration(lifetime)}`}`,
  examples: atEachNode({}, { lifetime: '500ms' }),
  mentions: mentionsOf,
  resolve: (chosen, cluster) => ({ nodes: resolveTargets(chosen, cluster) }),
  async inject(context) {
    storms.begin(context, () => new Storms(context));
  },
  async isEffective(context) {
    return (await storms.find(context)?.areListed(context.cluster)) ?? false;
  },
  // Connections of a runner that died have died with it.
  async heal(context) {
    await storms.find(context)?.endSeen(context.cluster);
    await storms.end(context);
  },
};

/** One on each node. */
class Storms implements AsyncDisposable {
  readonly #storms: readonly Storm[];

  constructor({ cluster, targets, settings: { connections, lifetime }, clock }: InjectionContext<Settings>) {
    const nodes = cluster.nodes.filter((node) => targets.nodes.includes(node.name));
    this.#storms = nodes.map((node) => new Storm({ node, connections, lifetimeMs: lifetime, clock }));
  }

  async areListed(cluster: Cluster): Promise<boolean> {
    const listed = await Promise.all(this.#storms.map((storm) => storm.isListed(cluster)));
    return listed.length > 0 && listed.every(Boolean);
  }

  async endSeen(cluster: Cluster): Promise<void> {
    await Promise.all(this.#storms.map((storm) => storm.endSeen(cluster)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#storms.map((storm) => storm[Symbol.asyncDispose]()));
  }
}
