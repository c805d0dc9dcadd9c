/** After the load: waits until nothing can still change, then reads the whole ledger back and journals what it showed. */
import { messageOf } from '../kit/error.js';
import type { LedgerAudit } from '../model/audit.js';
import type { Clock } from '../model/clock.js';
import type { JournalEvent } from '../model/journal.js';
import type { Cluster, ReadableNodes } from '../model/topology.js';

/** Longest wait for replicas to catch up, once the cluster is as whole as it gets. */
const quiescenceTimeoutMs = 60_000;
/** An answer in doubt may still be carried out by its server; after twice the transaction timeout it no longer can. */
const doubtFactor = 2;

export interface ReadBackOptions {
  readonly cluster: Cluster;
  readonly transactionTimeoutMs: number;
  /** When an attempt last ended in doubt, on the plan's axis; null when none did. */
  readonly lastInDoubtMs: number | null;
  readonly axis: Clock;
  readonly journal: { append(event: JournalEvent): void };
  readonly onProgress: (text: string) => void;
  readonly audit: (readable: ReadableNodes) => Promise<LedgerAudit>;
}

export async function readBack(options: ReadBackOptions): Promise<void> {
  const { cluster, axis, journal, onProgress, audit } = options;
  try {
    onProgress('waiting until nothing can still change');
    await outlastDoubt(options);
    const readable = await cluster.readableNodes({ timeoutMs: quiescenceTimeoutMs });
    journal.append({ kind: 'audited', atMs: axis.nowMs(), audit: await audit(readable) });
  } catch (error) {
    // Without an audit the verdict cannot say anything about the data, and says so.
    journal.append({
      kind: 'trouble',
      atMs: axis.nowMs(),
      text: `The ledger could not be read back: ${messageOf(error)}`,
    });
  }
}

async function outlastDoubt({ lastInDoubtMs, transactionTimeoutMs, axis }: ReadBackOptions): Promise<void> {
  if (lastInDoubtMs === null) return;
  await axis.sleep(Math.max(0, lastInDoubtMs + doubtFactor * transactionTimeoutMs - axis.nowMs()));
}
