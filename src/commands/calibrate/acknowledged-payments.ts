/** What clients were told, from the raw records of the attempts: every payment that was acknowledged, when, and what it is worth by the plan. */
import { readAttempts } from '../../journal/attempt-file.js';
import { paymentIdOf } from '../../kit/payment-id.js';
import type { JournalEvent } from '../../model/journal.js';
import type { Plan } from '../../model/plan.js';
import type { Catalog } from '../../model/registry.js';
import { createContents } from '../../plan/contents.js';
import type { Told } from './truth-case.js';

export interface AttemptsToRead {
  readonly directory: string;
  readonly plan: Plan;
  readonly catalog: Catalog;
  readonly events: readonly JournalEvent[];
}

/** By payment id. */
export function acknowledgedPayments({ directory, plan, catalog, events }: AttemptsToRead): ReadonlyMap<number, Told> {
  const started = events.find((event) => event.kind === 'run-started');
  if (started === undefined) return new Map();
  const contents = createContents(plan, catalog.operations);
  const told = new Map<number, Told>();
  readAttempts(directory, ({ arrival, outcome, endMs }) => {
    const { content } = contents.contentOf(arrival);
    if (outcome !== 'acknowledged' || content.kind !== 'posting') return;
    const payment = paymentIdOf(started.run.runTag, arrival);
    if (!told.has(payment)) told.set(payment, { atMs: endMs, amount: content.amount });
  });
  return told;
}
