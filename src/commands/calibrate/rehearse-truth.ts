/** Rehearses one scenario of a truth, with a plain client beside the load and a plain look into every table at the end. */
import { judge } from '../../verdict/judge.js';
import { readEvents } from '../../journal/event-log.js';
import type { Plan } from '../../model/plan.js';
import type { Catalog } from '../../model/registry.js';
import type { Cluster } from '../../model/topology.js';
import { connect } from '../../mysql/connect.js';
import { rehearse } from '../rehearse.js';
import type { Rehearsed } from './truth-case.js';
import { Witness } from './witness.js';

const connectTimeoutMs = 5_000;
const statementTimeoutMs = 60_000;

export interface TruthRehearsal {
  readonly plan: Plan;
  readonly catalog: Catalog;
  readonly directory: string;
  readonly command: readonly string[];
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

export async function rehearseTruth(rehearsal: TruthRehearsal): Promise<Rehearsed> {
  const { catalog, directory, plan } = rehearsal;
  let seen: Pick<Rehearsed, 'witnessGapMs' | 'payments'> = { witnessGapMs: {}, payments: {} };
  const accompany = async (cluster: Cluster): Promise<AsyncDisposable> => {
    const { schema } = plan.scenario.ledger;
    const witness = new Witness({ nodes: cluster.nodes, schema });
    return {
      async [Symbol.asyncDispose]() {
        try {
          seen = { witnessGapMs: await witness.testify(), payments: await readPayments(cluster, schema) };
        } finally {
          await witness.end();
        }
      },
    };
  };
  await rehearse({ ...rehearsal, accompany, mayCreateSchema: false, isKept: false, onEvent: () => undefined });
  return { record: await judge({ directory, catalog }), events: readEvents(directory), ...seen };
}

/** Of nodes that answer; a rehearsal is small enough to be held in memory. */
async function readPayments(cluster: Cluster, schema: string): Promise<Rehearsed['payments']> {
  const found: Record<string, ReadonlyMap<number, number>> = {};
  for (const node of cluster.nodes) {
    await using connection = await connect(node, { connectTimeoutMs, database: schema });
    const rows = await connection.query('SELECT payment_id, amount FROM payment', { timeoutMs: statementTimeoutMs });
    found[node.name] = new Map(rows.map((row) => [Number(row['payment_id']), Number(row['amount'])]));
  }
  return found;
}
