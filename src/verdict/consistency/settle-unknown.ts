/**
 * Decides which transactions count as committed. One whose end the client does not know has committed when a committed one saw what it
 * made, and nobody else can have made it; what nobody ever saw cannot take part in any anomaly.
 */
import { accessKinds, transactionEnds, type History } from '../../model/history.js';
import { writesOfVersion, type SortedWrites } from './sort-writes.js';
import { mayBeUnrecorded } from './unrecorded.js';

const write = accessKinds.indexOf('write');
const committed = transactionEnds.indexOf('committed');
const unknown = transactionEnds.indexOf('unknown');
const aborted = transactionEnds.indexOf('aborted');
/** Each round follows the observers that the round before has found; longer chains of doubt do not occur in one outage. */
const roundsMax = 16;

/** Transaction → 1 when it committed, as far as anybody can tell. */
export function settleUnknown(history: History, writes: SortedWrites): Uint8Array {
  const isCommitted = Uint8Array.from(history.transactions.end, (end) => (end === committed ? 1 : 0));
  for (let round = 0; round < roundsMax; round += 1) {
    if (!settleOnce(history, writes, isCommitted)) break;
  }
  return isCommitted;
}

function settleOnce(history: History, writes: SortedWrites, isCommitted: Uint8Array): boolean {
  const { accesses } = history;
  let hasChanged = false;
  for (let access = 0; access < accesses.count; access += 1) {
    const reader = writes.transactionOf[access] as number;
    if (isCommitted[reader] !== 1 || accesses.kind[access] === write) continue;
    const maker = soleMaker(history, writes, access);
    if (maker === null || isCommitted[maker] === 1 || history.transactions.end[maker] !== unknown) continue;
    isCommitted[maker] = 1;
    hasChanged = true;
  }
  return hasChanged;
}

/** The only transaction that can have made what this access saw; null when several can, or none. */
function soleMaker(history: History, writes: SortedWrites, access: number): number | null {
  if (mayBeUnrecorded(history, writes, access)) return null;
  const { accesses, transactions } = history;
  const balance = accesses.balance[access] as number;
  const seen = [accesses.account[access] as number, accesses.version[access] as number] as const;
  const [from, to] = writesOfVersion(writes, history, seen);
  let maker: number | null = null;
  for (let place = from; place < to; place += 1) {
    const made = writes.order[place] as number;
    const candidate = writes.transactionOf[made] as number;
    if (transactions.end[candidate] === aborted) continue;
    if (!Number.isNaN(balance) && accesses.balance[made] !== balance) continue;
    if (maker !== null) return null;
    maker = candidate;
  }
  return maker;
}
