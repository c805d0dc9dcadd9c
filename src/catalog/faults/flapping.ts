/** A node that comes and goes: lost again before everybody has got used to it being back, which is harder on a cluster than a node that stays away. */
import { z } from 'zod';
import { pollUntil } from '../../kit/abort.js';
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
import { Course, rest, type CourseSteps } from './words/course.js';
import { losses, notRunning, seenOnAny, waySchema, wayWords, type Loss } from './words/losses.js';
import { UnderWay } from './words/under-way.js';

const stepTimeoutMs = 150_000;

const settings = z
  .strictObject({
    ...targetShape,
    by: waySchema,
    times: sizeBetween({ min: 1, max: 100 })
      .prefault(5)
      .describe('How often it is lost at most; the heal ends it earlier.'),
    lost: durationBetween({ min: 50, max: 3_600_000 }).prefault('1s').describe('How long it stays away each time.'),
    back: durationBetween({ max: 3_600_000 })
      .prefault('1s')
      .describe('How long it stays after it has come back, before it is lost again.'),
  })
  .refine(oneTarget.check, oneTarget.message);
type Settings = z.output<typeof settings>;

const courses = new UnderWay<Course>();

export const flapping: FaultKind<Settings> = {
  kind: 'flapping',
  summary: 'Loses nodes and brings them back, several times; the heal brings them back for good.',
  label: 'node flapping',
  requires: ['kill', 'pause', 'network'],
  needs: ({ by }) => losses[by].requires,
  takes: ({ by }) => losses[by].takes(),
  breaks: () => true,
  settings,
  describe: ({ by, times, lost, back, ...chosen }) =>
    `loses ${describeTargets(chosen)} ${times} times ${wayWords[by]}, for ${printDuration(lost)} each and ${printDuration(back)} apart`,
  examples: atEachNode({ times: 3 }),
  mentions: mentionsOf,
  resolve: (chosen, cluster) => ({ nodes: resolveTargets(chosen, cluster) }),
  async inject(context) {
    const [first = ''] = context.targets.nodes;
    const tell = (reason: string): void => context.tell(first, `The flapping ended early: ${reason}`);
    await courses.begin(context, () => new Course((steps) => flap(context, steps), tell)).begun;
  },
  async isEffective(context) {
    return courses.find(context)?.isSeen ?? seenOnAny(losses[context.settings.by], context);
  },
  async heal(context) {
    const { cluster, targets, settings: chosen } = context;
    const course = courses.find(context);
    await course?.[Symbol.asyncDispose]();
    const isCured = course !== undefined && chosen.by !== 'black-hole';
    const nodes = isCured ? await notRunning(targets.nodes, cluster) : targets.nodes;
    await losses[chosen.by].heal({ ...context, targets: { nodes } });
    await courses.end(context);
  },
};

async function flap(context: InjectionContext<Settings>, { signal, onSeen }: CourseSteps): Promise<void> {
  const { settings: chosen, clock } = context;
  const loss = losses[chosen.by];
  for (let time = 0; time < chosen.times && !signal.aborted; time += 1) {
    // The run's own signal is left out: what was lost is brought back, and the heal waits for it.
    const step = { ...context, signal: AbortSignal.timeout(stepTimeoutMs) };
    await loss.inject(step);
    const endMs = clock.nowMs() + chosen.lost;
    if (await awaitSight(loss, step, endMs)) onSeen();
    await rest(Math.max(0, endMs - clock.nowMs()), clock, signal);
    await loss.heal(step);
    await rest(chosen.back, clock, signal);
  }
}

/** A silent network shows only when somebody sends something. */
function awaitSight(loss: Loss, step: InjectionContext, untilMs: number): Promise<boolean> {
  const timeoutMs = Math.max(0, untilMs - step.clock.nowMs());
  return pollUntil(() => loss.isEffective(step), { clock: step.clock, timeoutMs, everyMs: 5 });
}
