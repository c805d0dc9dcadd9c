/** One table of a simulated node: rows by primary key, unique keys, and copies that cost a map each because rows never change. */
import type { SimulatedRow } from '../model/bug.js';

export interface TableKey {
  readonly name: string;
  readonly columns: readonly string[];
}

export interface TableShape {
  readonly columns: readonly string[];
  /** Columns that may hold NULL. */
  readonly nullable: readonly string[];
  readonly primary: TableKey;
  readonly unique: readonly TableKey[];
  /** Keys that many rows may share. */
  readonly shared: readonly TableKey[];
}

/** Memory is bounded: a table that is full refuses rows, as a server with a full disk does. */
export const rowsMax = 2_000_000;

/** Whoever must know a row as it was before it changes. */
export interface RowWatcher {
  onChange(key: string, before: SimulatedRow | undefined): void;
}

export class Table {
  readonly views = new Set<RowWatcher>();
  readonly shape: TableShape;
  readonly #rows: Map<string, SimulatedRow>;
  /** By name of the unique key: its value to the primary key of the row that has it. */
  readonly #unique: ReadonlyMap<string, Map<string, string>>;
  /** By name of the shared key: its value to the primary keys of the rows that have it. */
  readonly #shared: ReadonlyMap<string, Map<string, Set<string>>>;

  constructor(
    shape: TableShape,
    rows = new Map<string, SimulatedRow>(),
    unique = new Map(shape.unique.map((key) => [key.name, new Map<string, string>()])),
  ) {
    this.shape = shape;
    this.#rows = rows;
    this.#unique = unique;
    this.#shared = new Map(shape.shared.map((key) => [key.name, new Map<string, Set<string>>()]));
    for (const [key, row] of rows) this.#share(key, row);
  }

  get size(): number {
    return this.#rows.size;
  }

  rows(): Iterable<SimulatedRow> {
    return this.#rows.values();
  }

  /** By the primary key's value as `keyOf` writes it. */
  get(key: string): SimulatedRow | undefined {
    return this.#rows.get(key);
  }

  keyOf(row: SimulatedRow): string {
    return valueOf(row, this.shape.primary);
  }

  /** Primary keys of the rows that have these values in the columns of a shared key. What a row holds there never changes. */
  keysBy(key: TableKey, values: SimulatedRow): Iterable<string> {
    return this.#shared.get(key.name)?.get(valueOf(values, key)) ?? [];
  }

  /** Every key of the row, for locks: two rows that share one cannot both be there. */
  keysOf(row: SimulatedRow): readonly { readonly name: string; readonly value: string }[] {
    return [this.shape.primary, ...this.shape.unique].map((key) => ({ name: key.name, value: valueOf(row, key) }));
  }

  /** The first key of the row that another row has; null when it may be inserted. */
  takenKey(row: SimulatedRow): { readonly name: string; readonly value: string } | null {
    const taken = this.keysOf(row).find(
      ({ name, value }) => this.#unique.get(name)?.has(value) ?? this.#rows.has(value),
    );
    return taken ?? null;
  }

  put(row: SimulatedRow): void {
    const key = this.keyOf(row);
    for (const view of this.views) view.onChange(key, this.#rows.get(key));
    for (const unique of this.shape.unique) this.#unique.get(unique.name)?.set(valueOf(row, unique), key);
    if (!this.#rows.has(key)) this.#share(key, row);
    this.#rows.set(key, row);
  }

  copy(): Table {
    const unique = new Map([...this.#unique].map(([name, values]) => [name, new Map(values)]));
    return new Table(this.shape, new Map(this.#rows), unique);
  }

  #share(primary: string, row: SimulatedRow): void {
    for (const key of this.shape.shared) {
      const rows = this.#shared.get(key.name);
      const value = valueOf(row, key);
      const sharing = rows?.get(value);
      if (sharing === undefined) rows?.set(value, new Set([primary]));
      else sharing.add(primary);
    }
  }
}

/** As a server writes it in its error 1062. */
function valueOf(row: SimulatedRow, { columns }: TableKey): string {
  return columns.map((column) => String(row[column])).join('-');
}
