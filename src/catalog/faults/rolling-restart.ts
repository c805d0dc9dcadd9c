/** An upgrade: servers are stopped in order and started again one after the other, and none before all serve again. */
import { z } from 'zod';
import { printDuration } from '../../kit/duration.js';
import { durationBetween } from '../../kit/literal-schema.js';
import type { FaultContext, FaultKind, InjectionContext } from '../../model/fault.js';
import { Course, rest, type CourseSteps } from './words/course.js';
import { notRunning, seenOnAny, stopped } from './words/losses.js';
import { UnderWay } from './words/under-way.js';

/** As long as a node may need that has to copy all data anew. */
const healthyTimeoutMs = 150_000;

const settings = z.strictObject({
  nodes: z
    .union([z.literal('all'), z.array(z.string()).min(1)])
    .default('all')
    .describe('Names of nodes in the order in which they are restarted, or "all" for every node of the target.'),
  down: durationBetween({ max: 3_600_000 })
    .prefault('1s')
    .describe('How long each stays down before it is started again: what an upgrade takes.'),
  between: durationBetween({ max: 3_600_000 })
    .prefault('0ms')
    .describe('How long all serve again before the next is stopped.'),
});
type Settings = z.output<typeof settings>;

const stopping = stopped();
const restarts = new UnderWay<Course>();

export const rollingRestart: FaultKind<Settings> = {
  kind: 'rolling-restart',
  summary:
    'Stops and starts servers one after the other, the next only when all serve again; the heal starts what is down and restarts no more.',
  label: 'rolling restart',
  requires: stopping.requires,
  isOneByOne: true,
  settings,
  describe: ({ nodes, down }) =>
    `restarts ${nodes === 'all' ? 'every node' : nodes.join(', ')} one after the other, each down for ${printDuration(down)}, and starts what is down to heal`,
  examples: () => [{}],
  mentions: ({ nodes }) => ({ nodes: nodes === 'all' ? [] : nodes, zones: [] }),
  resolve: ({ nodes }, cluster) => ({ nodes: nodes === 'all' ? cluster.nodes.map((node) => node.name) : nodes }),
  async inject(context) {
    const [first = ''] = context.targets.nodes;
    const tell = (reason: string): void => context.tell(first, `The rolling restart ended early: ${reason}`);
    await restarts.begin(context, () => new Course((steps) => restartAll(context, steps), tell)).begun;
  },
  async isEffective(context) {
    return restarts.find(context)?.isSeen ?? seenOnAny(stopping, context);
  },
  async heal(context) {
    const { cluster, targets } = context;
    const course = restarts.find(context);
    await course?.[Symbol.asyncDispose]();
    // Nobody knows how far a runner that died had come: a node that runs may still have to rejoin.
    const nodes = course === undefined ? targets.nodes : await notRunning(targets.nodes, cluster);
    await stopping.heal({ ...context, targets: { nodes } });
    await restarts.end(context);
  },
};

async function restartAll(context: InjectionContext<Settings>, { signal, onSeen }: CourseSteps): Promise<void> {
  const {
    targets,
    settings: { down, between },
    cluster,
    clock,
    tell,
  } = context;
  for (const [index, node] of targets.nodes.entries()) {
    if (signal.aborted) return;
    await stopping.inject({ ...only(node, context), boundMs: context.boundMs, clock, tell });
    if (await stopping.isEffective(only(node, context))) onSeen();
    tell(node, `${node} is stopped for its restart, ${index + 1} of ${targets.nodes.length}`);
    await rest(down, clock, signal);
    await stopping.heal(only(node, context));
    await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs, signal });
    tell(node, `${node} is restarted, ${index + 1} of ${targets.nodes.length}`);
    await rest(between, clock, signal);
  }
}

/** The run's own signal is left out: a step that was begun is finished, and the heal waits for it. */
function only(node: string, { cluster, settings: chosen, targets }: FaultContext): FaultContext {
  return {
    cluster,
    settings: chosen,
    targets: { ...targets, nodes: [node] },
    signal: AbortSignal.timeout(healthyTimeoutMs),
  };
}
