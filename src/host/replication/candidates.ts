/** Who can become the primary: a replica stands for election with what it has received and what it has applied. */
import type { Query } from '../../model/flavor.js';
import { currentPosition, replicaStatus } from './replica-sql.js';

export interface Candidate {
  readonly name: string;
  /** Sequence number of the last transaction that it received or holds. */
  readonly received: number;
  readonly applied: number;
}

/** The one that received most, because that is acknowledged money; of equals the one that has least to apply, because that is waited for. */
export function bestFirst(candidates: readonly Candidate[]): readonly Candidate[] {
  return [...candidates].sort((a, b) => b.received - a.received || b.applied - a.applied);
}

export async function countReceived(query: Query): Promise<Omit<Candidate, 'name'>> {
  const status = await replicaStatus(query);
  const { sequence: applied } = await currentPosition(query);
  return { received: Math.max(status?.received ?? 0, applied), applied };
}

/** It receives nothing more, so that its count stays true. */
export async function stopReceiving(query: Query): Promise<Omit<Candidate, 'name'>> {
  await query('STOP SLAVE IO_THREAD');
  return countReceived(query);
}
