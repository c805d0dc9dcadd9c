/** The ways in which a node can be lost and brought back, for the faults that lose one, a zone, or the same one again and again. */
import { processesOf } from '../../../kit/capability-of.js';
import type { FaultContext, FaultKind, InjectionContext } from '../../../model/fault.js';
import { areFrozen, areGone, makeSureOfGreetings } from './node-effects.js';

type Loss = Pick<FaultKind, 'requires' | 'inject' | 'isEffective' | 'heal'>;

/** At once, as from a crash: connections are reset, nothing is flushed. */
export const killed: Loss = {
  requires: ['kill'],
  inject: (context) => onEach(context, (node) => processesOf(context.cluster).kill(node)),
  isEffective: areGone,
  heal: startAgain,
};

/** Connections stay open and nothing answers. */
export const paused: Loss = {
  requires: ['pause'],
  inject: (context) => onEach(context, (node) => processesOf(context.cluster).pause(node, context)),
  isEffective: areFrozen,
  async heal(context) {
    await onEach(context, (node) => processesOf(context.cluster).resume(node));
    await makeSureOfGreetings(context);
  },
};

/** In order, as for maintenance. What does not end within `graceMs` is killed, and that is told. */
export function stopped(graceMs?: number): Loss {
  return {
    requires: ['restart'],
    inject: (context) => onEach(context, (node) => stopInOrder(node, context, graceMs)),
    isEffective: areGone,
    heal: startAgain,
  };
}

async function stopInOrder(
  node: string,
  { cluster, tell }: InjectionContext,
  graceMs: number | undefined,
): Promise<void> {
  const end = await processesOf(cluster).stop(node, graceMs === undefined ? {} : { graceMs });
  if (end === 'killed') tell(node, `${node} did not end in time when it was told to, and was killed`);
}

/** Waits until each has rejoined. */
function startAgain(context: FaultContext): Promise<void> {
  const { cluster, signal } = context;
  return onEach(context, (node) => processesOf(cluster).start(node, { signal }));
}

async function onEach({ targets }: FaultContext, act: (node: string) => Promise<unknown>): Promise<void> {
  await Promise.all(targets.nodes.map(act));
}
