/** Rehearses one scenario of a truth, with a plain client beside the load and a plain look into every table at the end. */
import { readEvents } from '../../journal/event-log.js';
import { monotonicMs } from '../../kit/clock.js';
import type { JournalEvent } from '../../model/journal.js';
import type { Plan } from '../../model/plan.js';
import type { Catalog } from '../../model/registry.js';
import type { Cluster, Endpoint } from '../../model/topology.js';
import { connect } from '../../mysql/connect.js';
import { gatherEvidence } from '../../verdict/gather-evidence.js';
import { judge } from '../../verdict/judge.js';
import { outagesOf } from '../../verdict/recovery/measure-recoveries.js';
import { rehearse } from '../rehearse.js';
import { acknowledgedPayments } from './acknowledged-payments.js';
import type { FoundPayments, Rehearsed } from './truth-case.js';
import { Witness } from './witness.js';
import { longestGaps } from './witness-gaps.js';

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
  const fault = { fromMs: 0, toMs: Number.POSITIVE_INFINITY };
  const onEvent = ({ kind }: JournalEvent): void => {
    if (kind === 'fault-injecting') fault.fromMs = monotonicMs();
    if (kind === 'fault-healing') fault.toMs = monotonicMs();
  };
  const accompany = async (cluster: Cluster): Promise<AsyncDisposable> => {
    const { schema } = plan.scenario.ledger;
    const witness = new Witness({ nodes: cluster.nodes, schema });
    return {
      async [Symbol.asyncDispose]() {
        try {
          const witnessGapMs = longestGaps(await witness.testify(), fault);
          seen = { witnessGapMs, payments: await readPayments(cluster, schema) };
        } finally {
          await witness.end();
        }
      },
    };
  };
  await rehearse({ ...rehearsal, accompany, mayCreateSchema: false, isSharingAllowed: false, isKept: false, onEvent });
  const { evidence, observation } = gatherEvidence(directory, catalog);
  const events = readEvents(directory);
  return {
    record: await judge({ directory, catalog }),
    events,
    outages: outagesOf(observation),
    anomalies: evidence.consistency?.anomalies ?? null,
    acknowledged: acknowledgedPayments({ directory, plan, catalog, events }),
    ...seen,
  };
}

/** A rehearsal is small enough to be held in memory. */
async function readPayments(cluster: Cluster, schema: string): Promise<Rehearsed['payments']> {
  const found: Record<string, FoundPayments> = {};
  for (const node of cluster.nodes) found[node.name] = await readNode(node, schema).catch(() => null);
  return found;
}

/** Rejects when the node cannot be asked. */
async function readNode(node: Endpoint, schema: string): Promise<FoundPayments> {
  await using connection = await connect(node, { connectTimeoutMs, database: schema });
  const rows = await connection.query('SELECT payment_id, amount FROM payment', { timeoutMs: statementTimeoutMs });
  return new Map(rows.map((row) => [Number(row['payment_id']), Number(row['amount'])]));
}
