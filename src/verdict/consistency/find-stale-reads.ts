/** Finds reads that missed what was acknowledged before they began. Transactions are swept once in the order of time. */
import { nextInstalled } from './install-versions.js';
import { momentsOf, type Sources } from './dependencies.js';
import { outside } from './observe-reads.js';
import { accessKinds, transactionEnds } from '../../model/history.js';

const write = accessKinds.indexOf('write');
const committed = transactionEnds.indexOf('committed');

export interface StaleRead {
  readonly read: number;
  /** The oldest missed write that is known to have been acknowledged in time. */
  readonly missed: number;
  /** From its acknowledgement to the start of the transaction that read. */
  readonly stalenessMs: number;
}

export function findStaleReads(sources: Sources, visit: (found: StaleRead) => void): void {
  const { history, isCommitted } = sources;
  const { startMs, endMs, count } = history.transactions;
  const acknowledged = new NewestVersions(sources);
  const moments = momentsOf(sources);
  const starts = Uint32Array.from({ length: count }, (_each, at) => at).filter((at) => isCommitted[at] === 1);
  starts.sort((left, right) => (startMs[left] as number) - (startMs[right] as number));
  let ended = 0;
  for (const transaction of starts) {
    const nowMs = startMs[transaction] as number;
    for (; ended < moments.length && (endMs[moments[ended] as number] as number) < nowMs; ended += 1) {
      acknowledged.add(moments[ended] as number);
    }
    for (const read of staleReadsOf(transaction, sources, acknowledged)) visit(read);
  }
}

function* staleReadsOf(transaction: number, sources: Sources, acknowledged: NewestVersions): Generator<StaleRead> {
  const { history, writeSeen } = sources;
  const { account, version, kind } = history.accesses;
  const { firstAccess, startMs, endMs } = history.transactions;
  for (let read = firstAccess[transaction] as number; read < (firstAccess[transaction + 1] as number); read += 1) {
    if (kind[read] === write || writeSeen[read] === outside) continue;
    const newest = acknowledged.of(account[read] as number);
    if (newest === null || (version[newest] as number) <= (version[read] as number)) continue;
    const missed = firstMissed(sources, read, newest);
    const writer = sources.writes.transactionOf[missed] as number;
    yield { read, missed, stalenessMs: (startMs[transaction] as number) - (endMs[writer] as number) };
  }
}

/** The version right after the one that was seen, when it was acknowledged in time; else the newest that was. */
function firstMissed({ history, installed, writes }: Sources, read: number, newest: number): number {
  const { accesses, transactions } = history;
  const seen = [accesses.account[read] as number, accesses.version[read] as number] as const;
  const next = nextInstalled(installed, history, seen);
  if (next === null) return newest;
  const writer = writes.transactionOf[next] as number;
  const reader = writes.transactionOf[read] as number;
  const wasInTime = (transactions.endMs[writer] as number) < (transactions.startMs[reader] as number);
  return transactions.end[writer] === committed && wasInTime ? next : newest;
}

/** Account → the write of its newest version among the transactions added so far. */
class NewestVersions {
  readonly #sources: Sources;
  readonly #newest = new Map<number, number>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  add(transaction: number): void {
    const { accesses, transactions } = this.#sources.history;
    const end = transactions.firstAccess[transaction + 1] as number;
    for (let access = transactions.firstAccess[transaction] as number; access < end; access += 1) {
      if (accesses.kind[access] !== write) continue;
      const before = this.of(accesses.account[access] as number);
      const isNewer = before === null || (accesses.version[before] as number) < (accesses.version[access] as number);
      if (isNewer) this.#newest.set(accesses.account[access] as number, access);
    }
  }

  of(account: number): number | null {
    return this.#newest.get(account) ?? null;
  }
}
