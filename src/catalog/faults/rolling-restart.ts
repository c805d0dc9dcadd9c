/** An upgrade: servers are stopped in order and started again one after the other, and none before all serve again. */
import { z } from 'zod';
import { printDuration } from '../../kit/duration.js';
import { counted } from '../../kit/format.js';
import { membersOf } from '../../kit/members-of.js';
import { durationBetween } from '../../kit/literal-schema.js';
import type { FaultKind, InjectionContext } from '../../model/fault.js';
import { Course, rest, type CourseSteps } from './words/course.js';
import { endRestarts, healthyTimeoutMs, isRestartSeen, restartNeeds, restartNode } from './words/restart.js';
import { UnderWay } from './words/under-way.js';

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

/** A server that holds little has ended in order, started and rejoined by then, where all goes well; how long it stays down comes on top. */
const restartMs = 2_000;

const restarts = new UnderWay<Course>();

export const rollingRestart: FaultKind<Settings> = {
  kind: 'rolling-restart',
  summary:
    'Stops and starts servers one after the other, the next only when all serve again; the heal starts what is down and restarts no more.',
  label: 'rolling restart',
  requires: restartNeeds,
  takes: () => ['process'],
  isOnce: true,
  isOneByOne: true,
  settings,
  describe: ({ nodes, down }) =>
    `restarts ${nodes === 'all' ? 'every node' : nodes.join(', ')} one after the other, each down for ${printDuration(down)}, and starts what is down to heal`,
  examples: () => [{}],
  mentions: ({ nodes }) => (nodes === 'all' ? { nodes: [], zones: [], isEveryNode: true } : { nodes, zones: [] }),
  course(chosen, all) {
    const count = chosen.nodes === 'all' ? all.length : chosen.nodes.length;
    const eachMs = chosen.down + restartMs + chosen.between;
    return {
      takesMs: count * eachMs - chosen.between,
      reach(healAfterMs) {
        const reached = Math.min(count, Math.ceil(healAfterMs / eachMs));
        return `${reached} of ${counted(count, 'node')} ${reached === 1 ? 'is' : 'are'} restarted at most.`;
      },
    };
  },
  resolve: ({ nodes }, cluster) => ({ nodes: nodes === 'all' ? membersOf(cluster) : nodes }),
  async inject(context) {
    const [first = ''] = context.targets.nodes;
    const tell = (reason: string): void => context.tell(first, `The rolling restart ended early: ${reason}`);
    await restarts.begin(context, () => new Course((steps) => restartAll(context, steps), tell)).begun;
  },
  isEffective: (context) => isRestartSeen(context, restarts),
  heal: (context) => endRestarts(context, restarts),
};

async function restartAll(context: InjectionContext<Settings>, steps: CourseSteps): Promise<void> {
  const {
    targets,
    settings: { down, between },
    cluster,
    clock,
    tell,
  } = context;
  const { signal } = steps;
  for (const [index, node] of targets.nodes.entries()) {
    if (signal.aborted) return;
    const count = `${index + 1} of ${targets.nodes.length}`;
    const onSeen = (): void => {
      steps.onSeen();
      tell(node, `${node} is stopped for its restart, ${count}`);
    };
    await restartNode(node, context, { downMs: down, signal, onSeen });
    await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs, signal });
    tell(node, `${node} is restarted, ${count}`);
    await rest(between, clock, signal);
  }
}
