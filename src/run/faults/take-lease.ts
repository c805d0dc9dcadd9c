/** Takes the lease of a fault before it is injected, and with it the right to break something: never what somebody else has broken, never too much at once. */
import { randomBytes } from 'node:crypto';
import { otherHolder, removeLease, writeLease, type Lease } from '../../host/lease.js';
import { breaksNodes } from '../../kit/blast-radius.js';
import { needsOf } from '../../kit/capability-of.js';
import { ToolError } from '../../kit/error.js';
import { counted } from '../../kit/format.js';
import { membersOf } from '../../kit/members-of.js';
import { takenByBoth, takingsOf, wordOfTaking } from '../../kit/takings.js';
import type { Clock } from '../../model/clock.js';
import { healTimeoutMs } from './heal-fault.js';
import { injected } from './injected.js';
import type { Injection } from './injection.js';

/** Rejects with a ToolError when another living process has a fault injected into the same cluster, and when it would be too much. */
export async function takeLease(injection: Injection, axis: Clock): Promise<Lease> {
  const { kind, planned, targets, site } = injection;
  const lease = await writeLease({
    id: `${site.runId}-${planned.name}-${randomBytes(2).toString('hex')}`,
    runId: site.runId,
    journalDirectory: site.journalDirectory,
    fault: planned.name,
    kind: kind.kind,
    clusterDirectory: site.cluster.directory,
    topology: site.cluster.topology,
    targetSettings: site.targetSettings,
    byHand: kind.byHand?.(planned.settings, targets) ?? [],
    settings: planned.settings,
    targets,
    dueAt: dueAt(injection, axis),
    ...(planned.stays === true ? { stays: true } : {}),
  });
  try {
    await refuseOthers(lease);
    const takes = takingsOf(kind, planned.settings);
    refuseTwice(lease, takes);
    // Between the look and the entry nobody else enters.
    injected.set(lease, { breaks: withinLimit(injection), takes });
    return lease;
  } catch (error) {
    await removeLease(lease.id);
    throw error;
  }
}

/** Null for what only its runner can heal, because it is in that process, and for what nobody may settle while it is being done: which side of a cutover serves. */
function dueAt({ kind, planned, targets }: Injection, axis: Clock): string | null {
  const { settings, healAtMs } = planned;
  const isInRunner = needsOf(kind, settings).every((need) => need === 'network' || need === 'traffic');
  if (isInRunner || kind.planned === 'final') return null;
  const injectionMs = kind.injectTimeoutMs?.(settings) ?? 0;
  // A heal may have to wait for another one: twice the time of one.
  const lastsMs =
    injectionMs + Math.max(0, healAtMs - axis.nowMs()) + 2 * healTimeoutMs({ kind, settings, targets }, axis);
  return new Date(Date.parse(axis.wallClockIso()) + lastsMs).toISOString();
}

async function refuseOthers(lease: Lease): Promise<void> {
  const other = await otherHolder(lease);
  if (other === null) return;
  const message = `Process ${other.owner.pid} has injected ${other.fault} (${other.kind}) into the same servers.`;
  throw new ToolError('guardRefused', message, 'Wait until that run has ended.');
}

/** Roles may lead two faults to the same node: the first heal would undo both, and the second bring the first one back. */
function refuseTwice({ kind, targets, clusterDirectory }: Lease, takes: readonly string[]): void {
  for (const [other, held] of injected) {
    const node = targets.nodes.find((each) => other.targets.nodes.includes(each));
    const taken = takenByBoth(takes, held.takes);
    if (taken === null || other.clusterDirectory !== clusterDirectory || node === undefined) continue;
    const what = other.kind === kind ? `is a ${kind} on ${node}` : `has taken the ${wordOfTaking(taken)} of ${node}`;
    throw new ToolError(
      'guardRefused',
      `${other.fault} ${what} already, and the first heal would undo both.`,
      'Inject one after the other has been healed.',
    );
  }
}

/** The nodes that it breaks. Throws a ToolError when together with what lasts they are too many: only now it is known whom a role means. */
function withinLimit(injection: Injection): readonly string[] {
  const { planned, site } = injection;
  const nodes = brokenBy(injection);
  if (nodes.length === 0 || site.nodesAtOnceMax === undefined) return nodes;
  const lasting = [...injected].filter(([lease]) => lease.clusterDirectory === site.cluster.directory);
  const broken = new Set([...lasting.map(([, { breaks }]) => breaks), nodes].flat());
  const members = membersOf(site.cluster).length;
  const most = site.nodesAtOnceMax(members);
  if (broken.size <= most) return nodes;
  throw new ToolError(
    'guardRefused',
    `With ${planned.name} ${counted(broken.size, 'node')} would be broken at once (${[...broken].join(', ')}), and ${most === 0 ? 'none' : most} of ${members} may be.`,
    'See blast_radius in the scenario.',
  );
}

function brokenBy({ kind, planned, targets, site }: Injection): readonly string[] {
  if (!breaksNodes(kind, planned.settings)) return [];
  const separated = kind.separates?.(planned.settings, site.cluster.nodes) ?? [];
  if (separated.length > 0) return separated;
  return kind.isOneByOne === true ? [`one of ${targets.nodes.join(', ')}`] : targets.nodes;
}
