/** Gathers transactions into the columns of a history, in the order in which they are added. */
import { withRoom } from '../../kit/columns.js';
import {
  accessKinds,
  transactionEnds,
  type Access,
  type AccessKind,
  type History,
  type HistoryTransaction,
} from '../../model/history.js';

const room = 1_024;

type Gaps = Pick<History, 'completeUntilMs' | 'doubtfulFromMs'>;
const noGaps: Gaps = { completeUntilMs: Number.POSITIVE_INFINITY, doubtfulFromMs: new Map() };

export class HistoryBuilder {
  #transactions = 0;
  #session = new Int32Array(room);
  #node = new Uint8Array(room);
  #startMs = new Float64Array(room);
  #endMs = new Float64Array(room);
  #end = new Uint8Array(room);
  #firstAccess = new Uint32Array(room);
  #accesses = 0;
  #kind = new Uint8Array(room);
  #account = new Uint32Array(room);
  #version = new Int32Array(room);
  #balance = new Float64Array(room);

  /** Returns its position in the history. */
  add(transaction: HistoryTransaction): number {
    const at = this.#transactions;
    this.#transactions += 1;
    this.#growTransactions();
    this.#session[at] = transaction.session;
    this.#node[at] = transaction.node;
    this.#startMs[at] = transaction.startMs;
    this.#endMs[at] = transaction.endMs;
    this.#end[at] = transactionEnds.indexOf(transaction.end);
    for (const access of transaction.accesses) this.#addAccess(access);
    this.#firstAccess[at + 1] = this.#accesses;
    return at;
  }

  build({ completeUntilMs, doubtfulFromMs }: Gaps = noGaps): History {
    const length = this.#transactions;
    return {
      transactions: {
        count: length,
        session: this.#session.subarray(0, length),
        node: this.#node.subarray(0, length),
        startMs: this.#startMs.subarray(0, length),
        endMs: this.#endMs.subarray(0, length),
        end: this.#end.subarray(0, length),
        firstAccess: this.#firstAccess.subarray(0, length + 1),
      },
      accesses: {
        count: this.#accesses,
        kind: this.#kind.subarray(0, this.#accesses),
        account: this.#account.subarray(0, this.#accesses),
        version: this.#version.subarray(0, this.#accesses),
        balance: this.#balance.subarray(0, this.#accesses),
      },
      completeUntilMs,
      doubtfulFromMs,
    };
  }

  /** An update is two accesses: what it locked and saw, and what it made of it. */
  #addAccess(access: Access): void {
    if (access.kind !== 'update') return this.#append(access.kind, access);
    this.#append('locking-read', { ...access, version: access.version - 1, balance: Number.NaN });
    this.#append('write', access);
  }

  #append(kind: AccessKind, { account, version, balance }: Access): void {
    const at = this.#accesses;
    this.#accesses += 1;
    this.#kind = withRoom(this.#kind, at + 1, 0);
    this.#account = withRoom(this.#account, at + 1, 0);
    this.#version = withRoom(this.#version, at + 1, 0);
    this.#balance = withRoom(this.#balance, at + 1, 0);
    this.#kind[at] = accessKinds.indexOf(kind);
    this.#account[at] = account;
    this.#version[at] = version;
    this.#balance[at] = balance;
  }

  #growTransactions(): void {
    const length = this.#transactions;
    this.#session = withRoom(this.#session, length, 0);
    this.#node = withRoom(this.#node, length, 0);
    this.#startMs = withRoom(this.#startMs, length, 0);
    this.#endMs = withRoom(this.#endMs, length, 0);
    this.#end = withRoom(this.#end, length, 0);
    this.#firstAccess = withRoom(this.#firstAccess, length + 1, 0);
  }
}

export function historyOf(transactions: readonly HistoryTransaction[], gaps: Gaps = noGaps): History {
  const builder = new HistoryBuilder();
  for (const transaction of transactions) builder.add(transaction);
  return builder.build(gaps);
}
