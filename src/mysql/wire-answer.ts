/** What a simulated server can answer a statement, and how it is written in packets. */
import type { Socket } from 'node:net';
import type { Connection as DriverConnection } from 'mysql2';
import { resetSocket } from '../kit/reset-socket.js';

export type WireValue = string | number | null;

/** What a statement is answered with. `hang`: never; `reset`: the connection is cut instead. */
export type WireAnswer =
  | { readonly kind: 'ok'; readonly affectedRows?: number }
  | { readonly kind: 'rows'; readonly columns: readonly string[]; readonly rows: readonly (readonly WireValue[])[] }
  | { readonly kind: 'error'; readonly errno: number; readonly sqlstate?: string; readonly message: string }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' };

/** The parts of mysql2's server side that its types do not tell. */
export interface ServerConnection extends DriverConnection {
  readonly stream: Socket;
  write(buffer: Buffer): void;
  writeColumns(columns: readonly object[]): void;
  writeTextRow(row: readonly WireValue[]): void;
  writeEof(warnings: number, serverStatus: number): void;
}

export const utf8 = 33;
const columnTypes = { number: 8, text: 253 } as const;
const column = {
  catalog: 'def',
  schema: '',
  table: '',
  orgTable: '',
  characterSet: utf8,
  columnLength: 0,
  flags: 0,
  decimals: 0,
};

/** Says that the same text has another answer. */
const moreAnswersStatus = 8;

export function writeAnswer(connection: ServerConnection, answer: WireAnswer, hasMore: boolean): void {
  const serverStatus = hasMore ? moreAnswersStatus : 0;
  switch (answer.kind) {
    case 'ok':
      return connection.writeOk({ affectedRows: answer.affectedRows ?? 0, serverStatus });
    case 'rows':
      return writeRows(connection, answer, serverStatus);
    case 'error':
      return writeError(connection, answer);
    case 'hang':
      return;
    case 'reset':
      resetSocket(connection.stream);
      return;
    default:
      return answer satisfies never;
  }
}

function writeRows(connection: ServerConnection, { columns, rows }: RowsAnswer, serverStatus: number): void {
  const definitions = columns.map((name, index) => {
    const isNumber = rows.length > 0 && rows.every((row) => typeof row[index] !== 'string');
    return { ...column, name, orgName: name, columnType: isNumber ? columnTypes.number : columnTypes.text };
  });
  connection.writeColumns(definitions);
  for (const row of rows) connection.writeTextRow(columns.map((_name, index) => row[index] ?? null));
  connection.writeEof(0, serverStatus);
}

/** mysql2 writes no sqlstate of its own: the five places that it leaves for one are filled in on the way out. */
function writeError(connection: ServerConnection, { errno, sqlstate = 'HY000', message }: ErrorAnswer): void {
  const write = connection.write.bind(connection);
  const sqlstateOffset = 8;
  connection.write = (buffer) => {
    buffer.write(sqlstate.slice(0, 5), sqlstateOffset, 'latin1');
    write(buffer);
  };
  connection.writeError({ code: errno, message });
  connection.write = write;
}

type RowsAnswer = Extract<WireAnswer, { readonly kind: 'rows' }>;
type ErrorAnswer = Extract<WireAnswer, { readonly kind: 'error' }>;
