/** The ways in which a node can be lost and brought back, for the faults that lose one, a zone, or the same one again and again. */
import { z } from 'zod';
import { networkOf, processesOf } from '../../../kit/capability-of.js';
import type { FaultContext, FaultKind, InjectionContext, Taking } from '../../../model/fault.js';
import type { Cluster } from '../../../model/topology.js';
import { areFrozen, areGone, makeSureOfGreetings } from './node-effects.js';

export type Loss = Pick<FaultKind, 'requires' | 'inject' | 'isEffective' | 'heal'> & {
  readonly takes: () => readonly Taking[];
};

/** At once, as from a crash: connections are reset, nothing is flushed. */
export const killed: Loss = {
  requires: ['kill'],
  takes: () => ['process'],
  inject: (context) => onEach(context, (node) => processesOf(context.cluster).kill(node)),
  isEffective: areGone,
  heal: startAgain,
};

/** Connections stay open and nothing answers. */
export const paused: Loss = {
  requires: ['pause'],
  takes: () => ['process'],
  inject: (context) => onEach(context, (node) => processesOf(context.cluster).pause(node, context)),
  isEffective: areFrozen,
  async heal(context) {
    await onEach(context, (node) => processesOf(context.cluster).resume(node));
    await makeSureOfGreetings(context);
  },
};

/** Connections to it stay open and nothing comes through, on the proxy in front of it. */
const silenced: Loss = {
  requires: ['network'],
  takes: () => ['client traffic'],
  async inject(context) {
    // The toxic is that of the fault of this name.
    const poison = { kind: 'black-hole', settings: { share: 1, direction: 'both' } };
    await onEach(context, (node) =>
      networkOf(context.cluster).poison({ ...poison, id: silenceOf(node, context), nodes: [node] }),
    );
  },
  async isEffective(context) {
    const { cluster, targets } = context;
    const effects = await Promise.all(
      targets.nodes.map(async (node) => (await cluster.network?.effectOf(silenceOf(node, context))) ?? 0),
    );
    return effects.length > 0 && effects.every((effect) => effect > 0);
  },
  // The proxy of a runner that died has died with it.
  heal: (context) => onEach(context, async (node) => context.cluster.network?.cure(silenceOf(node, context))),
};

/** The ways that a scenario can choose from. */
export const losses = { kill: killed, pause: paused, 'black-hole': silenced } as const;
export type Way = keyof typeof losses;

export const ways: readonly Way[] = ['kill', 'pause', 'black-hole'];

export const waySchema = z
  .enum(ways)
  .default('kill')
  .describe(
    'How a node is lost: its process is killed (connections are reset), frozen (connections hang), or nothing comes through between clients and it (nothing is reset, and the servers go on among each other).',
  );

export const wayWords: Readonly<Record<Way, string>> = {
  kill: 'with SIGKILL',
  pause: 'with SIGSTOP',
  'black-hole': 'by letting nothing through between clients and it',
};

/** In order, as for maintenance. What does not end within `graceMs` is killed, and that is told. */
export function stopped(graceMs?: number): Loss {
  return {
    requires: ['restart'],
    takes: () => ['process'],
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

export async function notRunning(nodes: readonly string[], cluster: Cluster): Promise<readonly string[]> {
  const states = await Promise.all(nodes.map((node) => processesOf(cluster).state(node)));
  return nodes.filter((_node, index) => states[index] !== 'running');
}

async function onEach({ targets }: FaultContext, act: (node: string) => Promise<unknown>): Promise<void> {
  await Promise.all(targets.nodes.map(act));
}

/** Each fault has silences of its own, so that its heal ends no other's. */
function silenceOf(node: string, { name }: FaultContext): string {
  return `${name} on ${node}`;
}
