/** Every attempt of the load as a row: what was sent when, to whom, and how it ended. */
import { readAttempts } from '../../journal/attempt-file.js';
import { paymentIdOf, paymentNumber, paymentsPerArrival } from '../../kit/payment-id.js';
import type { RunHeader } from '../../model/journal.js';
import { CsvFile } from './csv-file.js';

const head = [
  'arrival',
  'attempt',
  'payment_id',
  'operation',
  'zone',
  'node',
  'connection',
  'outcome',
  'drop_reason',
  'step',
  'errno',
  'error_class',
  'is_retried',
  'opens_session',
  'intended_start_ms',
  'start_ms',
  'end_ms',
  'found',
];

interface AttemptSource {
  readonly directory: string;
  readonly header: RunHeader;
  /** Positions in `header.operations` of those that post payments. */
  readonly postings: ReadonlySet<number>;
  readonly errorClassOf: (errno: number) => string;
}

/** Thread by thread, each in the order in which attempts ended. However many they are, no more than a piece of the file is in memory. */
export function exportAttempts(path: string, { directory, header, postings, errorClassOf }: AttemptSource): void {
  const { operations, nodes, plan, runTag } = header;
  const perArrival = paymentsPerArrival(plan.scenario.client.retry);
  using file = new CsvFile(path, head);
  readAttempts(directory, (each) => {
    const number = paymentNumber(each.arrival, each.attempt, perArrival);
    file.add([
      each.arrival,
      each.attempt,
      postings.has(each.operation) ? paymentIdOf(runTag, number) : null,
      operations[each.operation] ?? null,
      plan.zones[each.zone] ?? null,
      nodes[each.node]?.name ?? null,
      each.attempt === 0 ? null : each.connection,
      each.outcome,
      each.outcome === 'dropped' ? each.dropReason : null,
      each.step,
      each.errno === 0 ? null : each.errno,
      each.errno === 0 ? null : errorClassOf(each.errno),
      each.isRetried,
      each.opensSession,
      each.intendedStartMs,
      each.startMs,
      each.endMs,
      each.found,
    ]);
  });
  file.finish();
}
