/** One server is stopped in order and started again, as one operation: what a restart is made of, of one server or of one after the other. */
import { isSeenOnAny } from '../../../kit/each-target.js';
import type { FaultContext, InjectionContext } from '../../../model/fault.js';
import { rest, type Course, type CourseSteps } from './course.js';
import { notRunning, stopped } from './losses.js';
import type { UnderWay } from './under-way.js';

/** As long as a node may need that has to copy all data anew. */
export const healthyTimeoutMs = 150_000;

const stopping = stopped();
export const restartNeeds = stopping.requires;

/** Resolves when it has rejoined, also when the heal comes meanwhile: what was stopped is started. */
export async function restartNode(
  node: string,
  context: InjectionContext,
  { downMs, signal, onSeen }: CourseSteps & { readonly downMs: number },
): Promise<void> {
  const alone = only(node, context);
  await stopping.inject(alone);
  if (await stopping.isEffective(alone)) onSeen();
  await rest(downMs, context.clock, signal);
  await stopping.heal(alone);
}

export async function isRestartSeen(context: FaultContext, courses: UnderWay<Course>): Promise<boolean> {
  return courses.find(context)?.isSeen ?? isSeenOnAny(stopping, context);
}

/** Waits until a restart that is being done is done, and starts what is down. */
export async function endRestarts(context: FaultContext, courses: UnderWay<Course>): Promise<void> {
  const { cluster, targets } = context;
  const course = courses.find(context);
  await course?.[Symbol.asyncDispose]();
  // Nobody knows how far a runner that died had come: a node that runs may still have to rejoin.
  const nodes = course === undefined ? targets.nodes : await notRunning(targets.nodes, cluster);
  await stopping.heal({ ...context, targets: { nodes } });
  await courses.end(context);
}

/** The run's own signal is left out: a step that was begun is finished, and the heal waits for it. */
function only(node: string, context: InjectionContext): InjectionContext {
  return {
    ...context,
    targets: { ...context.targets, nodes: [node] },
    signal: AbortSignal.timeout(healthyTimeoutMs),
  };
}
