/** Everything that one simulated node holds: schemas and their tables, and the two tables that tell about them. */
import { Table, type TableShape } from './table.js';

export const deadlockMessage = 'Deadlock found when trying to get lock; try restarting transaction';

/** The servers' own form: errors that clients know by number. */
export class ServerError extends Error {
  readonly errno: number;
  readonly sqlstate: string;

  constructor(errno: number, message: string, sqlstate = 'HY000') {
    super(message);
    this.errno = errno;
    this.sqlstate = sqlstate;
  }
}

const schemataShape = shapeOf(['schema_name']);
const tablesShape = shapeOf(['table_schema', 'table_name']);

export class Store {
  readonly #schemas: Map<string, Map<string, Table>>;

  constructor(schemas = new Map<string, Map<string, Table>>()) {
    this.#schemas = schemas;
  }

  hasSchema(name: string): boolean {
    return this.#schemas.has(name);
  }

  createSchema(name: string): void {
    if (!this.#schemas.has(name)) this.#schemas.set(name, new Map());
  }

  createTable(schema: string, name: string, shape: TableShape): void {
    this.#tablesOf(schema).set(name, new Table(shape));
  }

  dropTable(schema: string, name: string): void {
    this.#tablesOf(schema).delete(name);
  }

  find(schema: string, name: string): Table | undefined {
    return this.#tablesOf(schema).get(name);
  }

  /** Throws the server's error where there is none. */
  table(schema: string, name: string): Table {
    if (schema === 'information_schema') return this.#about(name);
    const found = this.find(schema, name);
    if (found === undefined) throw new ServerError(1146, `Table '${schema}.${name}' doesn't exist`, '42S02');
    return found;
  }

  *tables(): Iterable<Table> {
    for (const tables of this.#schemas.values()) yield* tables.values();
  }

  copy(): Store {
    const schemas = [...this.#schemas].map(([schema, tables]) => {
      return [schema, new Map([...tables].map(([name, table]) => [name, table.copy()]))] as const;
    });
    return new Store(new Map(schemas));
  }

  #tablesOf(schema: string): Map<string, Table> {
    const tables = this.#schemas.get(schema);
    if (tables === undefined) throw new ServerError(1049, `Unknown database '${schema}'`, '42000');
    return tables;
  }

  #about(name: string): Table {
    const table = new Table(name === 'schemata' ? schemataShape : tablesShape);
    for (const [schema, tables] of this.#schemas) {
      if (name === 'schemata') table.put({ schema_name: schema });
      else for (const each of tables.keys()) table.put({ table_schema: schema, table_name: each });
    }
    return table;
  }
}

function shapeOf(columns: readonly string[]): TableShape {
  return { columns, nullable: columns, primary: { name: 'PRIMARY', columns }, unique: [], shared: [] };
}
