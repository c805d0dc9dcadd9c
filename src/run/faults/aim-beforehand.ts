/** Aims every fault of a plan once before the load, where others run the servers: what cannot be broken there is better known before than in the middle of the peak. */
import { messageOf, ToolError } from '../../kit/error.js';
import type { Plan } from '../../model/plan.js';
import type { Catalog } from '../../model/registry.js';
import type { Cluster } from '../../model/topology.js';

interface AimAt {
  readonly cluster: Cluster;
  readonly signal: AbortSignal;
}

/** Rejects with a ToolError that names each fault that cannot be aimed, with the reason; or when the signal comes. Aiming changes nothing. */
export async function aimBeforehand(
  { faults }: Pick<Plan, 'faults'>,
  { faults: kinds }: Pick<Catalog, 'faults'>,
  { cluster, signal }: AimAt,
): Promise<void> {
  const flaws: string[] = [];
  for (const { name, kind, settings, injectAtMs, healAtMs } of faults) {
    try {
      await kinds.get(kind).resolve(settings, cluster, { lastsMs: healAtMs - injectAtMs, signal, isTrial: true });
    } catch (error) {
      signal.throwIfAborted();
      flaws.push(`${name} (${kind}): ${messageOf(error)}`);
    }
  }
  if (flaws.length === 0) return;
  throw new ToolError(
    'setupFailed',
    `The target does not let paystorm break what the scenario wants broken:\n${flaws.map((flaw) => `  ${flaw}`).join('\n')}`,
    'No payment was sent, and nothing is broken. Statements go by `admin_url`, to an account with the rights that are named; commands by the programs of this machine.',
  );
}
