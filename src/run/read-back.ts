/** After the load: waits until nothing can still change, then reads the whole ledger back and journals what it showed. */
import { messageOf } from '../kit/error.js';
import { auditLedger } from './audit/audit-ledger.js';
import { readBackups, type ReadingOptions } from './read-backups.js';
import { settledMs } from './settled.js';

/** Longest wait for replicas to catch up, once the cluster is as whole as it gets. */
const quiescenceTimeoutMs = 60_000;

export interface ReadBackOptions extends ReadingOptions {
  /** When an attempt last ended in doubt, on the plan's axis; null when none did. */
  readonly lastInDoubtMs: number | null;
}

/** Resolves to why the ledger could not be read back, which is journaled; or to null. Backups that were taken of it are read after it. */
export async function readBack(options: ReadBackOptions): Promise<string | null> {
  const failure = await readLedger(options);
  await readBackups(options);
  return failure;
}

async function readLedger(options: ReadBackOptions): Promise<string | null> {
  const { cluster, axis, journal, onProgress } = options;
  try {
    onProgress('waiting until nothing can still change');
    await outlastDoubt(options);
    const readable = await cluster.readableNodes({ timeoutMs: quiescenceTimeoutMs });
    const audit = await auditLedger({ ...options, endpoints: cluster.nodes, readable, clock: axis });
    journal.append({ kind: 'audited', atMs: axis.nowMs(), audit });
    return null;
  } catch (error) {
    // Without an audit the verdict cannot say anything about the data, and says so.
    const text = `The ledger could not be read back: ${messageOf(error)}`;
    journal.append({ kind: 'trouble', atMs: axis.nowMs(), text });
    return text;
  }
}

async function outlastDoubt({ lastInDoubtMs, header, axis }: ReadBackOptions): Promise<void> {
  await axis.sleep(Math.max(0, settledMs(header.plan, lastInDoubtMs) - axis.nowMs()));
}
