/** Takes the lease of a fault before it is injected, and the right to disrupt its cluster with it: two runners must not break the same servers. */
import { randomBytes } from 'node:crypto';
import { otherHolder, removeLease, writeLease, type Lease } from '../../host/lease.js';
import { ToolError } from '../../kit/error.js';
import type { Injection } from './injection.js';

/** Rejects with a ToolError when another living process has a fault injected into the same cluster. */
export async function takeLease({ kind, planned, targets, site }: Injection): Promise<Lease> {
  const lease = await writeLease({
    id: `${site.runId}-${planned.name}-${randomBytes(2).toString('hex')}`,
    runId: site.runId,
    journalDirectory: site.journalDirectory,
    fault: planned.name,
    kind: kind.kind,
    clusterDirectory: site.cluster.directory,
    topology: site.cluster.topology,
    settings: planned.settings,
    targets,
    ...(planned.stays === true ? { stays: true } : {}),
  });
  const other = await otherHolder(lease);
  if (other === null) return lease;
  await removeLease(lease.id);
  const message = `Process ${other.owner.pid} has injected ${other.fault} (${other.kind}) into the same servers.`;
  throw new ToolError('guardRefused', message, 'Wait until that run has ended.');
}
