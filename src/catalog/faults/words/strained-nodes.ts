/** What faults of the machine under a node share: something runs short on each target alone, is measured there, and is given back. */
import { strainObstacle } from '../../../host/machine/strainables.js';
import { pollUntil } from '../../../kit/abort.js';
import { machineOf, processesOf } from '../../../kit/capability-of.js';
import { createSystemClock } from '../../../kit/clock.js';
import { atEachNode, mentionsOf, resolveTargets, type TargetSettings } from '../../../kit/fault-targets.js';
import type { FaultContext, FaultKind } from '../../../model/fault.js';
import type { Strain } from '../../../model/machine.js';
import type { NodeProcesses } from '../../../model/server-control.js';
import type { Capability } from '../../../model/topology.js';

const reliefTimeoutMs = 10_000;
const lookEveryMs = 100;

type Shared =
  | 'requires'
  | 'takes'
  | 'examples'
  | 'mentions'
  | 'obstacle'
  | 'resolve'
  | 'inject'
  | 'isEffective'
  | 'isSeenOnEach'
  | 'heal';

export interface StrainWords<Settings> {
  readonly kind: Strain['kind'];
  /** Beside the machine. */
  readonly needs: readonly Capability[];
  strainOf(settings: Settings): Strain;
}

export function strainedNodes<Settings extends TargetSettings>(
  words: StrainWords<Settings>,
): Pick<FaultKind<Settings>, Shared> {
  const isFelt = (node: string, { cluster, settings }: FaultContext<Settings>): Promise<boolean> =>
    machineOf(cluster).isStrained(node, words.strainOf(settings));
  return {
    // A server may die of it, or be thrown out of its cluster, and is then started again to heal.
    requires: ['machine', 'administration', 'restart', ...words.needs],
    takes: () => [`process/${words.kind}`],
    examples: atEachNode(),
    mentions: mentionsOf,
    obstacle: () => strainObstacle(words.kind),
    resolve: (settings, cluster) => ({ nodes: resolveTargets(settings, cluster) }),
    isSeenOnEach: true,
    async inject({ cluster, settings, targets, boundMs }) {
      const strain = words.strainOf(settings);
      await Promise.all(targets.nodes.map((node) => machineOf(cluster).strain(node, strain, { boundMs })));
    },
    async isEffective(context) {
      const felt = await Promise.all(context.targets.nodes.map((node) => isFelt(node, context)));
      return felt.length > 0 && felt.every(Boolean);
    },
    async heal(context) {
      const { cluster, signal, targets } = context;
      await Promise.all(targets.nodes.map((node) => machineOf(cluster).relieve(node, words.kind)));
      await Promise.all(targets.nodes.map((node) => makeSureOfRelief(node, () => isFelt(node, context))));
      await Promise.all(targets.nodes.map((node) => bringBack(node, processesOf(cluster), signal)));
    },
  };
}

/** What died of it, or was thrown out by the others while it could not follow them. */
async function bringBack(node: string, processes: NodeProcesses, signal: AbortSignal | undefined): Promise<void> {
  if (await processes.isOut(node)) await processes.start(node, { signal });
}

async function makeSureOfRelief(node: string, isFelt: () => Promise<boolean>): Promise<void> {
  const isOver = async (): Promise<boolean> => !(await isFelt());
  const options = { clock: createSystemClock(), timeoutMs: reliefTimeoutMs, everyMs: lookEveryMs };
  if (!(await pollUntil(isOver, options))) throw new Error(`${node} still shows what was taken from it`);
}
