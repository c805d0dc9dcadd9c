/** One transaction: what it has written so far, seen by nobody else until it commits. Locks know it as their owner. */
import type { CommittedPayment, RowWrite, SimulatedRow } from '../model/bug.js';
import { ReadView } from './read-view.js';
import { ServerError, type Store } from './store.js';

export class Transaction {
  readonly #writes = new Map<string, RowWrite>();
  #schema: string | null = null;
  /** Opened by its first read without a lock, closed when it ends. */
  #view: ReadView | null = null;
  /** It is rolled back, or its node has left the others, who have let go of its locks: nothing more may be done for it. */
  isBroken = false;

  /** Begun as a consistent snapshot, as by whoever reads the ledger back: the bugs of single reads do not concern it. */
  readonly isSnapshot: boolean;

  constructor({ isSnapshot } = { isSnapshot: false }) {
    this.isSnapshot = isSnapshot;
  }

  get schema(): string {
    return this.#schema ?? '';
  }

  get writes(): readonly RowWrite[] {
    return [...this.#writes.values()];
  }

  /** The row as this transaction has left it; undefined when it has not touched it. */
  find(table: string, key: string): SimulatedRow | undefined {
    return this.#writes.get(`${table}/${key}`)?.row;
  }

  put(store: Store, schema: string, write: RowWrite): void {
    if (this.#schema !== null && this.#schema !== schema) {
      throw new ServerError(1235, 'A simulated transaction writes into one schema only', '42000');
    }
    this.#schema = schema;
    const name = `${write.table}/${store.table(schema, write.table).keyOf(write.row)}`;
    this.#writes.set(name, { ...write, isInsert: this.#writes.get(name)?.isInsert ?? write.isInsert });
  }

  /** The node as this transaction sees it whenever it reads without a lock. */
  viewOf(store: Store): ReadView {
    this.#view ??= new ReadView(store.tables());
    return this.#view;
  }

  closeView(): void {
    this.#view?.close();
    this.#view = null;
  }

  /** The payment that it posts, if it posts one. */
  payment(): CommittedPayment | null {
    const row = this.writes.find(({ table, isInsert }) => table === 'payment' && isInsert)?.row;
    if (row === undefined) return null;
    return {
      id: Number(row['payment_id']),
      amount: Number(row['amount']),
      sentMs: Number(row['client_time']),
      attempt: Number(row['attempt']),
    };
  }
}
