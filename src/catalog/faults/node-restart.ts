/** A restart, as for a new setting: the server ends in order and is started again at once, all by itself. */
import { z } from 'zod';
import {
  atEachNode,
  describeTargets,
  mentionsOf,
  oneTarget,
  resolveTargets,
  targetShape,
} from '../../kit/fault-targets.js';
import type { FaultKind } from '../../model/fault.js';
import { Course, type CourseSteps } from './words/course.js';
import { endRestarts, isRestartSeen, restartNeeds, restartNode } from './words/restart.js';
import { UnderWay } from './words/under-way.js';

const settings = z.strictObject(targetShape).refine(oneTarget.check, oneTarget.message);

const restarts = new UnderWay<Course>();

export const nodeRestart: FaultKind<z.output<typeof settings>> = {
  kind: 'node-restart',
  summary:
    'Stops servers in order and starts them again at once, as one operation; the heal makes sure that they have rejoined.',
  label: 'node restarted',
  requires: restartNeeds,
  takes: () => ['process'],
  isOnce: true,
  settings,
  describe: (chosen) => `stops ${describeTargets(chosen)} in order and starts it again at once`,
  examples: atEachNode(),
  mentions: mentionsOf,
  resolve: (chosen, cluster) => ({ nodes: resolveTargets(chosen, cluster) }),
  async inject(context) {
    const { nodes } = context.targets;
    const tell = (reason: string): void => context.tell(nodes[0] ?? '', `The restart failed: ${reason}`);
    const play = async (steps: CourseSteps): Promise<void> => {
      await Promise.all(nodes.map((node) => restartNode(node, context, { ...steps, downMs: 0 })));
    };
    await restarts.begin(context, () => new Course(play, tell)).begun;
  },
  isEffective: (context) => isRestartSeen(context, restarts),
  heal: (context) => endRestarts(context, restarts),
};
