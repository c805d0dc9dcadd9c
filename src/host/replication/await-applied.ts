/** Waits until a replica has applied what it has to hold before it may become the primary. */
import { pollUntil, type PollOptions } from '../../kit/abort.js';
import { formatDuration } from '../../kit/format.js';
import { currentPosition } from './replica-sql.js';
import type { ReplicationRoles } from './roles.js';

const lookEveryMs = 5;

export interface AwaitAppliedOptions extends Omit<PollOptions, 'everyMs'> {
  readonly roles: ReplicationRoles;
}

/** Rejects when it has not applied the transaction of that sequence number in time. */
export async function awaitApplied(name: string, sequence: number, options: AwaitAppliedOptions): Promise<void> {
  const { roles, ...polling } = options;
  const isApplied = async (): Promise<boolean> => (await roles.ask(name, currentPosition)).sequence >= sequence;
  if (await pollUntil(isApplied, { ...polling, everyMs: lookEveryMs })) return;
  throw new Error(`${name} did not apply what it needs within ${formatDuration(options.timeoutMs)}`);
}
