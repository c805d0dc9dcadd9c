/** What switchover and failover share: whom they concern, how it is seen that the role has moved, and how the cluster is left. */
import { z } from 'zod';
import { replicationOf, rolesOf } from '../../../kit/capability-of.js';
import { directNodes } from '../../../kit/direct-nodes.js';
import type { FaultContext, FaultTargets } from '../../../model/fault.js';
import type { Cluster } from '../../../model/topology.js';
import { refusesWrites } from './node-effects.js';
import { nothingToEnd, UnderWay } from './under-way.js';

export const moveShape = {
  to: z
    .string()
    .optional()
    .describe('The replica that becomes the primary; without it the one that has received most when the time comes.'),
  return: z
    .boolean()
    .default(false)
    .describe(
      'Whether the heal hands the role back, where the old primary follows again. Else it only makes sure that the cluster is whole with its new roles.',
    ),
};

interface MoveSettings {
  readonly to?: string | undefined;
  readonly return: boolean;
}

export const handBackTimeoutMs = 30_000;

/** The old primary, whose role stands in the lease, and the new one. */
export async function resolveMove({ to }: MoveSettings, cluster: Cluster): Promise<FaultTargets> {
  const from = replicationOf(cluster).primary();
  return { nodes: [from, to ?? (await rolesOf(cluster).successor())], former: { [from]: 'primary' } };
}

export function refusalOfMove({ nodes: [from, to] }: FaultTargets): string | null {
  return from === to ? `${from} is the primary already, so nothing would be moved` : null;
}

export function mentionsOfMove({ to }: MoveSettings) {
  return { nodes: to === undefined ? [] : [to], zones: [] };
}

export class RoleMove {
  /** Done by this process and not healed yet. */
  readonly #done = new UnderWay<AsyncDisposable>();

  /** Doing again what is done already changes nothing. */
  async begin(context: FaultContext, move: (to: string) => Promise<void>): Promise<void> {
    await move(endsOf(context).to);
    this.#done.begin(context, () => nothingToEnd);
  }

  /** While it lasts that the role has moved, seen from outside; before and afterwards, that it is between two servers. */
  async isSeen(context: FaultContext, isOldFenced: boolean): Promise<boolean> {
    const { cluster } = context;
    if (this.#done.find(context) === undefined) return !(await rolesOf(cluster).areSettled());
    const { from, to } = endsOf(context);
    const [doesOldRefuse, doesNewRefuse] = await Promise.all([doesRefuse(from, cluster), doesRefuse(to, cluster)]);
    return doesOldRefuse === isOldFenced && !doesNewRefuse;
  }

  /** Makes the cluster whole with the roles that it has by then. */
  async settle(context: FaultContext): Promise<void> {
    await rolesOf(context.cluster).settle();
    await this.#done.end(context);
  }

  async heal(context: FaultContext<MoveSettings>): Promise<void> {
    const { cluster, settings } = context;
    const { from } = endsOf(context);
    const roles = rolesOf(cluster);
    await roles.settle();
    const isToReturn = settings.return && replicationOf(cluster).primary() !== from;
    if (isToReturn && (await roles.isFollowing(from))) await roles.handOver(from, { timeoutMs: handBackTimeoutMs });
    await this.#done.end(context);
  }
}

function endsOf({ targets }: FaultContext): { readonly from: string; readonly to: string } {
  const [from = '', to = ''] = targets.nodes;
  return { from, to };
}

async function doesRefuse(name: string, cluster: Cluster): Promise<boolean> {
  const [node] = directNodes(cluster, [name]);
  return node !== undefined && (await refusesWrites(node));
}
