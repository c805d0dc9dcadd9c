/** Waits until every replica of a new primary offers receipts: before that, a commit would wait for a receipt that nobody sends yet. */
import { pollUntil, type PollOptions } from '../../kit/abort.js';
import { ToolError } from '../../kit/error.js';
import { receiptClients } from './replica-sql.js';
import type { ReplicationRoles } from './roles.js';

const timeoutMs = 30_000;
const lookEveryMs = 100;

export interface AwaitReceiptClientsOptions extends Pick<PollOptions, 'clock' | 'signal'> {
  /** Where the servers' logs are. */
  readonly directory: string;
}

/** Rejects with `setupFailed` when they do not in time. */
export async function awaitReceiptClients(
  roles: ReplicationRoles,
  { directory, ...polling }: AwaitReceiptClientsOptions,
): Promise<void> {
  const areAttached = async (): Promise<boolean> =>
    (await roles.ask(roles.primary, receiptClients)) >= roles.replicas.length;
  if (await pollUntil(areAttached, { ...polling, timeoutMs, everyMs: lookEveryMs })) return;
  const message = `The replicas did not offer receipts to ${roles.primary} within ${timeoutMs / 1_000} s.`;
  throw new ToolError('setupFailed', message, `See the servers' logs in ${directory}.`);
}
