/** Reads the whole ledger of one node. A node whose reading fails is unreadable, which is not the same as different. */
import { availableParallelism } from 'node:os';
import { accountRanges } from '../../kit/account-ranges.js';
import { messageOf } from '../../kit/error.js';
import { readRunIds } from '../../ledger/find-ids.js';
import { sumWaiting } from '../../ledger/post-buffer.js';
import type { NodeAudit } from '../../model/audit.js';
import type { BufferedCredits } from '../../model/buffer.js';
import type { Flavor } from '../../model/flavor.js';
import type { Endpoint } from '../../model/topology.js';
import { connect, type Connection } from '../../mysql/connect.js';
import { auditAccounts, type AccountReading } from './audit-accounts.js';
import type { AuditContext } from './audit-context.js';
import { auditPayments, type PaymentReading } from './audit-payments.js';
import { CategoryCounts } from './category-counts.js';
import { auditReferences, type ReferenceReading } from './audit-references.js';
import type { Predictions } from './predict-piece.js';

const connectTimeoutMs = 5_000;
const statementTimeoutMs = 60_000;
/** To one node: more would be load on a server that may have others to serve. */
const connectionsMax = 4;

export interface AuditedNode {
  readonly audit: NodeAudit;
  /** One digest a piece, by table; null for an unreadable node. */
  readonly digests: TableDigests | null;
  /** Payments, by number, acknowledged and yet absent; complete where the audit's examples are not. */
  readonly lost: readonly number[];
  /** Acknowledged and yet there in part or more than once. */
  readonly broken: readonly number[];
  /** Found here although the authority has lost them. */
  readonly lostButHere: readonly number[];
}

export interface TableDigests {
  readonly account: readonly string[];
  readonly payment: readonly string[];
  readonly entry: readonly string[];
  readonly outbox: readonly string[];
  /** One of all, where the run writes such rows. */
  readonly voucher: readonly string[];
  readonly bank_transfer: readonly string[];
}

export interface NodeToRead {
  readonly endpoint: Endpoint;
  readonly role: NodeAudit['role'];
  readonly flavor: Flavor;
}

export interface NodeOptions {
  readonly predictions: Predictions;
  /** Whether other nodes are compared with this one. */
  readonly isCompared: boolean;
}

export async function auditNode(context: AuditContext, node: NodeToRead, options: NodeOptions): Promise<AuditedNode> {
  const reading = new NodeReading(context, node, options);
  const connections: Connection[] = [];
  try {
    connections.push(await openLedger(context, node));
    connections.push(...(await openMore(context, node)));
    await reading.run(connections);
    return reading.result(null);
  } catch (error) {
    return reading.result(messageOf(error));
  } finally {
    for (const connection of connections) await connection.close();
  }
}

/** As many as keep all cores busy, on this machine at least; a node that is short of connections is read over fewer. */
async function openMore(context: AuditContext, node: NodeToRead): Promise<readonly Connection[]> {
  const more = Math.min(availableParallelism(), connectionsMax - 1);
  const opened = await Promise.allSettled(Array.from({ length: more }, () => openLedger(context, node)));
  return opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}

/** A connection that sees everything acknowledged so far, in one snapshot for all tables. Rejects when the ledger is not this run's. */
export async function openLedger({ header }: AuditContext, { endpoint, flavor }: NodeToRead): Promise<Connection> {
  const connection = await connect(endpoint, { connectTimeoutMs, database: header.plan.scenario.ledger.schema });
  try {
    const snapshot = [
      'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ',
      'START TRANSACTION WITH CONSISTENT SNAPSHOT',
    ];
    for (const sql of [...flavor.strongRead, ...snapshot])
      await connection.query(sql, { timeoutMs: statementTimeoutMs });
    const runs = await readRunIds(connection);
    if (runs.length === 1 && runs[0] === header.runId) return connection;
    throw new Error(
      `The ledger belongs to ${runs.length === 0 ? 'no run' : `run ${runs.join(', ')}`}, not to ${header.runId}.`,
    );
  } catch (error) {
    connection.destroy();
    throw error;
  }
}

class NodeReading {
  readonly #context: AuditContext;
  readonly #node: NodeToRead;
  readonly #options: NodeOptions;
  readonly #counts = new CategoryCounts();
  readonly #inDoubt = { present: 0, absent: 0, broken: 0 };
  readonly #lost: number[] = [];
  readonly #broken: number[] = [];
  readonly #lostButHere: number[] = [];
  readonly #payments: PaymentReading = {
    rows: { payments: 0, entries: 0, outbox: 0 },
    digests: { payment: [], entry: [], outbox: [] },
    chain: null,
  };
  #references: ReferenceReading | null = null;
  #buffered: BufferedCredits | null = null;
  readonly #accounts: AccountReading = { rows: 0, totals: { opening: 0, balance: 0 }, digests: [] };

  constructor(context: AuditContext, node: NodeToRead, options: NodeOptions) {
    this.#context = context;
    this.#node = node;
    this.#options = options;
  }

  async run(connections: readonly Connection[]): Promise<void> {
    const { predictions, isCompared } = this.#options;
    const isJudged = this.#node.role !== 'aside';
    const { ledger } = this.#context.header.plan;
    const mayBeNegative = accountRanges(ledger).filter((range) => range.mayBeNegative);
    const { isBuffering } = this.#context;
    const sums = { mayBeNegative, isCompared, isBuffering };
    const tally = {
      context: this.#context,
      counts: this.#counts,
      inDoubt: this.#inDoubt,
      lost: this.#lost,
      broken: this.#broken,
      onLostButHere: (number: number) => void this.#lostButHere.push(number),
      onFound: (number: number) => {
        if (this.#node.role === 'authority') this.#context.outcomes.markFound(number);
      },
    };
    const node = this.#node.endpoint.name;
    await auditPayments(connections, { node, tally, predictions, sums, isJudged, reading: this.#payments });
    if (isJudged) this.#references = await auditReferences(connections[0] as Connection, this.#context, this.#counts);
    const accounts = { context: this.#context, counts: this.#counts, sums, isJudged, reading: this.#accounts };
    if (isBuffering) this.#buffered = await sumWaiting(connections[0] as Connection, statementTimeoutMs);
    await auditAccounts(connections, { ...accounts, chain: this.#payments.chain });
  }

  result(unreadable: string | null): AuditedNode {
    const { rows, digests } = this.#payments;
    const { opening, balance } = this.#accounts.totals;
    const once = this.#references?.digests ?? { voucher: [], bank_transfer: [] };
    return {
      audit: {
        node: this.#node.endpoint.name,
        role: this.#node.role,
        rows: { accounts: this.#accounts.rows, ...rows },
        ...(this.#references === null ? {} : { linked: this.#references.rows }),
        totals: { opening, balance: balance + (this.#buffered?.money ?? 0) },
        ...(this.#buffered === null ? {} : { buffered: this.#buffered }),
        categories: this.#counts.take(),
        inDoubt: this.#inDoubt,
        lostButHere: this.#lostButHere.length,
        unreadable,
      },
      digests: unreadable === null ? { account: this.#accounts.digests, ...digests, ...once } : null,
      lost: this.#lost,
      broken: this.#broken,
      lostButHere: this.#lostButHere,
    };
  }
}
