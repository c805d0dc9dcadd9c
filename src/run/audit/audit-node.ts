/** Reads the whole ledger of one node. A node whose reading fails is unreadable, which is not the same as different. */
import { messageOf } from '../../kit/error.js';
import { readRunIds } from '../../ledger/read-rows.js';
import type { NodeAudit } from '../../model/audit.js';
import type { Flavor } from '../../model/flavor.js';
import type { Endpoint } from '../../model/topology.js';
import { connect, type Connection } from '../../mysql/connect.js';
import { auditAccounts, type AccountReading } from './audit-accounts.js';
import type { AuditContext } from './audit-context.js';
import { auditPayments, type PaymentReading } from './audit-payments.js';
import { CategoryCounts } from './category-counts.js';

const connectTimeoutMs = 5_000;
const statementTimeoutMs = 60_000;

export interface AuditedNode {
  readonly audit: NodeAudit;
  /** One digest a piece, by table; null for an unreadable node. */
  readonly digests: TableDigests | null;
  /** Arrivals acknowledged and yet absent; complete where the audit's examples are not. */
  readonly lost: readonly number[];
  /** Arrivals acknowledged and yet there in part or more than once. */
  readonly broken: readonly number[];
  /** Arrivals found here although the authority has lost them. */
  readonly lostButHere: readonly number[];
}

export interface TableDigests {
  readonly account: readonly string[];
  readonly payment: readonly string[];
  readonly entry: readonly string[];
  readonly outbox: readonly string[];
}

export interface NodeToRead {
  readonly endpoint: Endpoint;
  readonly role: NodeAudit['role'];
  readonly flavor: Flavor;
}

export async function auditNode(context: AuditContext, node: NodeToRead): Promise<AuditedNode> {
  const reading = new NodeReading(context, node);
  try {
    await using connection = await openLedger(context, node);
    await reading.run(connection);
    return reading.result(null);
  } catch (error) {
    return reading.result(messageOf(error));
  }
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
  readonly #counts = new CategoryCounts();
  readonly #inDoubt = { present: 0, absent: 0, broken: 0 };
  readonly #lost: number[] = [];
  readonly #broken: number[] = [];
  readonly #lostButHere: number[] = [];
  readonly #payments: PaymentReading = {
    rows: { payments: 0, entries: 0, outbox: 0 },
    digests: { payment: [], entry: [], outbox: [] },
  };
  readonly #accounts: AccountReading = { rows: 0, totals: { opening: 0, balance: 0 }, digests: [] };

  constructor(context: AuditContext, node: NodeToRead) {
    this.#context = context;
    this.#node = node;
  }

  async run(connection: Connection): Promise<void> {
    const isJudged = this.#node.role !== 'aside';
    const tally = {
      context: this.#context,
      counts: this.#counts,
      inDoubt: this.#inDoubt,
      lost: this.#lost,
      broken: this.#broken,
      onLostButHere: (arrival: number) => void this.#lostButHere.push(arrival),
    };
    await auditPayments(connection, { node: this.#node.endpoint.name, tally, reading: this.#payments, isJudged });
    const { ledger } = this.#context.header.plan;
    await auditAccounts(connection, { ledger, counts: this.#counts, reading: this.#accounts, isJudged });
  }

  result(unreadable: string | null): AuditedNode {
    const { rows, digests } = this.#payments;
    return {
      audit: {
        node: this.#node.endpoint.name,
        role: this.#node.role,
        rows: { accounts: this.#accounts.rows, ...rows },
        totals: this.#accounts.totals,
        categories: this.#counts.take(),
        inDoubt: this.#inDoubt,
        lostButHere: this.#lostButHere.length,
        unreadable,
      },
      digests: unreadable === null ? { account: this.#accounts.digests, ...digests } : null,
      lost: this.#lost,
      broken: this.#broken,
      lostButHere: this.#lostButHere,
    };
  }
}
