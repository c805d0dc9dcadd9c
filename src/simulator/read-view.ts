/** The rows of a node as they were when a transaction first read without a lock: what others change later is kept aside for it. */
import type { SimulatedRow } from '../model/bug.js';
import type { Table, TableKey } from './table.js';

/** What a SELECT needs of a table. */
export type ReadableTable = Pick<Table, 'shape' | 'get' | 'rows' | 'keyOf' | 'keysBy'>;

export class ReadView {
  readonly #views = new Map<Table, TableView>();

  constructor(tables: Iterable<Table>) {
    for (const table of tables) this.#views.set(table, new TableView(table));
  }

  /** The table itself when it was made after the view. */
  of(table: Table): ReadableTable {
    return this.#views.get(table) ?? table;
  }

  close(): void {
    for (const view of this.#views.values()) view.close();
  }
}

class TableView implements ReadableTable {
  readonly #table: Table;
  /** Rows that have changed since, as they were; undefined where there was none. */
  readonly #before = new Map<string, SimulatedRow | undefined>();

  constructor(table: Table) {
    this.#table = table;
    table.views.add(this);
  }

  get shape(): Table['shape'] {
    return this.#table.shape;
  }

  keyOf(row: SimulatedRow): string {
    return this.#table.keyOf(row);
  }

  keysBy(key: TableKey, values: SimulatedRow): Iterable<string> {
    return this.#table.keysBy(key, values);
  }

  get(key: string): SimulatedRow | undefined {
    return this.#before.has(key) ? this.#before.get(key) : this.#table.get(key);
  }

  *rows(): Iterable<SimulatedRow> {
    for (const row of this.#table.rows()) {
      const seen = this.get(this.keyOf(row));
      if (seen !== undefined) yield seen;
    }
  }

  onChange(key: string, before: SimulatedRow | undefined): void {
    if (!this.#before.has(key)) this.#before.set(key, before);
  }

  close(): void {
    this.#table.views.delete(this);
  }
}
