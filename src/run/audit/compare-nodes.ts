/** Compares a node with the authority by the digests of their pieces, and reads the pieces that differ once more to name the rows. */
import { readAccounts } from '../../ledger/read-rows.js';
import type { NodeDifference } from '../../model/audit.js';
import type { Connection } from '../../mysql/connect.js';
import { accountPieces } from './audit-accounts.js';
import { arrivalPieces, idsOf, readForeign, readPiece } from './audit-payments.js';
import type { AuditContext } from './audit-context.js';
import { openLedger, type NodeToRead, type TableDigests } from './audit-node.js';
import type { PieceRows } from './payment-rows.js';

const examplesMax = 20;

export interface ComparedNode {
  readonly node: NodeToRead;
  readonly digests: TableDigests;
}

/** Rejects when a node cannot be read again. */
export async function compareNodes(
  context: AuditContext,
  authority: ComparedNode,
  other: ComparedNode,
): Promise<readonly NodeDifference[]> {
  const tables = (['account', 'payment', 'entry', 'outbox'] as const).filter((table) => {
    return differingPieces(authority.digests[table], other.digests[table]).length > 0;
  });
  if (tables.length === 0) return [];
  await using left = await openLedger(context, authority.node);
  await using right = await openLedger(context, other.node);
  const found: NodeDifference[] = [];
  for (const table of tables) {
    const difference = new RowComparison(authority.node.endpoint.name, other.node.endpoint.name);
    for (const piece of differingPieces(authority.digests[table], other.digests[table])) {
      const [mine, theirs] = [
        await readRows(left, context, table, piece),
        await readRows(right, context, table, piece),
      ];
      difference.compare(mine, theirs);
    }
    found.push({ node: other.node.endpoint.name, table, ...difference.result() });
  }
  return found;
}

function differingPieces(left: readonly string[], right: readonly string[]): readonly number[] {
  const length = Math.max(left.length, right.length);
  return Array.from({ length }, (_each, index) => index).filter((index) => left[index] !== right[index]);
}

/** Rows of a piece by the widest key that their table can have; what follows the key is the row. */
type KeyedRows = ReadonlyMap<string, string>;

async function readRows(
  connection: Connection,
  context: AuditContext,
  table: NodeDifference['table'],
  piece: number,
): Promise<KeyedRows> {
  if (table === 'account') {
    const range = (await accountPieces(connection, context.header.plan.ledger))[piece];
    const rows = range === undefined ? [] : await readAccounts(connection, range);
    return new Map(rows.map(({ account, ...row }) => [`account ${account}`, JSON.stringify(row)]));
  }
  const bounds = arrivalPieces(context)[piece];
  const rows =
    bounds === undefined
      ? (await readForeign(connection, context)).piece
      : await readPiece(connection, idsOf(context, bounds[0], bounds[1]));
  return keyed(rows, table);
}

function keyed(
  { payments, entries, outbox }: PieceRows,
  table: Exclude<NodeDifference['table'], 'account'>,
): KeyedRows {
  switch (table) {
    case 'payment':
      return new Map(
        payments.map(({ paymentId, attempt, clientTimeMs, ...row }) => [
          `payment ${paymentId}, attempt ${attempt} of ${clientTimeMs} ms`,
          JSON.stringify(row),
        ]),
      );
    case 'entry':
      return new Map(
        entries.map(({ paymentId, leg, accountVersion, ...row }) => [
          `payment ${paymentId}, leg ${leg}, version ${accountVersion}`,
          JSON.stringify(row),
        ]),
      );
    case 'outbox':
      return new Map(outbox.map(({ eventId, ...row }) => [`event ${eventId}`, JSON.stringify(row)]));
    default:
      return table satisfies never;
  }
}

class RowComparison {
  #rows = 0;
  readonly #examples: string[] = [];
  readonly #left: string;
  readonly #right: string;

  constructor(left: string, right: string) {
    this.#left = left;
    this.#right = right;
  }

  compare(left: KeyedRows, right: KeyedRows): void {
    for (const [key, row] of left) {
      const other = right.get(key);
      if (other === undefined) this.#add(`${key}: only on ${this.#left}`);
      else if (other !== row) this.#add(`${key}: ${row} on ${this.#left}, ${other} on ${this.#right}`);
    }
    for (const key of right.keys()) if (!left.has(key)) this.#add(`${key}: only on ${this.#right}`);
  }

  /** Digests that differ are a difference, also when a second reading finds nothing to name. */
  result(): Pick<NodeDifference, 'rows' | 'examples'> {
    if (this.#rows > 0) return { rows: this.#rows, examples: this.#examples };
    const text = `${this.#left} and ${this.#right} differed when they were first read, and no row can be named any more`;
    return { rows: 1, examples: [text] };
  }

  #add(text: string): void {
    this.#rows += 1;
    if (this.#examples.length < examplesMax) this.#examples.push(text);
  }
}
