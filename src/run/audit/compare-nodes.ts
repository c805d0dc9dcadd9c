/** Compares a node with the authority by the digests of their pieces, and reads the pieces that differ once more to name the rows. */
import { readOnce } from '../../ledger/read-references.js';
import { readAccounts } from '../../ledger/read-rows.js';
import type { NodeDifference } from '../../model/audit.js';
import type { Connection } from '../../mysql/connect.js';
import { accountPieces } from './audit-accounts.js';
import type { AuditContext } from './audit-context.js';
import { onceRules, type OnceRule } from './once-rules.js';
import { openLedger, type NodeToRead, type TableDigests } from './audit-node.js';
import { numberPieces, idsOf, isOfSums, readForeign, readPiece } from './ledger-pieces.js';
import type { PieceRows } from './payment-rows.js';
import { RowComparison, type KeyedRows } from './row-comparison.js';

export interface ComparedNode {
  readonly node: NodeToRead;
  readonly digests: TableDigests;
}

const comparedTables = ['account', 'payment', 'entry', 'outbox', 'voucher', 'bank_transfer'] as const;

/** Rejects when a node cannot be read again. */
export async function compareNodes(
  context: AuditContext,
  authority: ComparedNode,
  other: ComparedNode,
): Promise<readonly NodeDifference[]> {
  const tables = comparedTables.filter((table) => {
    return differingPieces(authority.digests[table], other.digests[table]).length > 0;
  });
  if (tables.length === 0) return [];
  await using left = await openLedger(context, authority.node);
  await using right = await openLedger(context, other.node);
  const found: NodeDifference[] = [];
  for (const table of tables) {
    const difference = new RowComparison(authority.node.endpoint.name, other.node.endpoint.name);
    const pieces = differingPieces(authority.digests[table], other.digests[table]);
    for (const piece of pieces) {
      const [mine, theirs] = [
        await readRows(left, context, table, piece),
        await readRows(right, context, table, piece),
      ];
      difference.compare(mine, theirs);
    }
    const areComparable = pieces.some((piece) => {
      return isOfSums(authority.digests[table][piece]) === isOfSums(other.digests[table][piece]);
    });
    if (areComparable || !difference.isEmpty) {
      found.push({ node: other.node.endpoint.name, table, ...difference.result() });
    }
  }
  return found;
}

function differingPieces(left: readonly string[], right: readonly string[]): readonly number[] {
  const length = Math.max(left.length, right.length);
  return Array.from({ length }, (_each, index) => index).filter((index) => left[index] !== right[index]);
}

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
  const rule = onceRules.find((each) => each.table === table);
  if (rule !== undefined) return keyedByRule(connection, rule);
  const bounds = numberPieces(context)[piece];
  const rows =
    bounds === undefined
      ? (await readForeign(connection, context)).piece
      : await readPiece(connection, idsOf(context, bounds), context);
  return keyed(rows, table as KeptByPiece);
}

type KeptByPiece = Exclude<NodeDifference['table'], 'account' | OnceRule['table']>;

function keyed({ payments, entries, outbox, buffered }: PieceRows, table: KeptByPiece): KeyedRows {
  switch (table) {
    case 'payment':
      return new Map(
        payments.map(({ paymentId, attempt, clientTimeMs, ...row }) => [
          `payment ${paymentId}, attempt ${attempt} of ${clientTimeMs} ms`,
          JSON.stringify(row),
        ]),
      );
    case 'entry':
      return new Map([
        ...entries.map(({ paymentId, leg, accountVersion, ...row }) => {
          return [`payment ${paymentId}, leg ${leg}, version ${accountVersion}`, JSON.stringify(row)] as const;
        }),
        ...buffered.map(({ paymentId, leg, ...row }) => {
          return [`payment ${paymentId}, leg ${leg}, buffered`, JSON.stringify(row)] as const;
        }),
      ]);
    case 'outbox':
      return new Map(outbox.map(({ eventId, ...row }) => [`event ${eventId}`, JSON.stringify(row)]));
    default:
      return table satisfies never;
  }
}

async function keyedByRule(connection: Connection, { table, nameOf }: OnceRule): Promise<KeyedRows> {
  const rows = new Map<string, string>();
  for await (const page of readOnce(connection, table)) {
    for (const { key, paymentId } of page) rows.set(`${nameOf(key)}, payment ${paymentId}`, '');
  }
  return rows;
}
