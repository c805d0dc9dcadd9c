/**
 * Finds answers that a payment is not there although its own client had been told before that it was done: customers pay again upon them. They are looked for in a second
 * reading of the attempts, which most runs never need, because most answers that nothing is there are true.
 */
import { readAttempts } from '../../journal/attempt-file.js';
import { paymentIdOf, paymentNumber, paymentsPerArrival } from '../../kit/payment-id.js';
import type { Story, StoryMember } from '../../model/anomaly-story.js';
import type { Attempt, RunHeader } from '../../model/journal.js';
import type { Aged } from './findings.js';
import { Sessions } from './sessions.js';

export interface FalseAbsence {
  /** `read-your-writes` where the very session had been told. */
  readonly kind: 'read-your-writes' | 'false-absence';
  readonly aged: Aged;
  readonly tell: () => Story;
}

export interface AbsenceSource {
  readonly directory: string;
  readonly header: RunHeader;
  /** Arrivals that were told that the payment they asked for is not there. */
  readonly toldAbsent: readonly number[];
  /** The arrival whose payment another one asks for; null where none is asked for. */
  readonly askedFor: (arrival: number) => number | null;
  /** Arrivals acknowledged and not in the ledger: that they are gone is told as what it is. */
  readonly withdrawn: readonly number[];
}

/** An attempt of either side. */
interface Sent extends Pick<Attempt, 'arrival' | 'attempt' | 'operation' | 'node' | 'startMs' | 'endMs'> {
  readonly session: number;
}

export function findFalseAbsences(source: AbsenceSource): readonly FalseAbsence[] {
  const { toldAbsent, askedFor, withdrawn } = source;
  if (toldAbsent.length === 0) return [];
  const gone = new Set(withdrawn);
  const asked = new Map<number, number>();
  for (const question of toldAbsent) {
    const original = askedFor(question);
    if (original !== null && !gone.has(original)) asked.set(question, original);
  }
  const { questions, acknowledgements } = readSides(source, asked);
  return questions.flatMap((question) => {
    const payment = acknowledgements.get(asked.get(question.arrival) as number);
    return payment === undefined || payment.endMs >= question.startMs ? [] : [absenceOf(question, payment, source)];
  });
}

interface Sides {
  readonly questions: readonly Sent[];
  /** Arrival → when its payment was acknowledged first. */
  readonly acknowledgements: ReadonlyMap<number, Sent>;
}

/** Of a naive client it is the first payment of the arrival that is asked for. */
function readSides({ directory, header }: AbsenceSource, asked: ReadonlyMap<number, number>): Sides {
  const isNaive = paymentsPerArrival(header.plan.scenario.client.retry) > 1;
  const wanted = new Set(asked.values());
  const questions: Sent[] = [];
  const acknowledgements = new Map<number, Sent>();
  const sessions = new Sessions();
  readAttempts(directory, (each) => {
    if (each.attempt === 0) return;
    const session = sessions.of(each);
    if (each.found === false && asked.has(each.arrival)) questions.push(sentOf(each, session));
    if (each.outcome !== 'acknowledged' || !wanted.has(each.arrival) || (isNaive && each.attempt > 1)) return;
    const before = acknowledgements.get(each.arrival);
    if (before === undefined || each.endMs < before.endMs) acknowledgements.set(each.arrival, sentOf(each, session));
  });
  return { questions, acknowledgements };
}

/** The object that is read into is used again. */
function sentOf({ arrival, attempt, operation, node, startMs, endMs }: Attempt, session: number): Sent {
  return { arrival, attempt, operation, node, startMs, endMs, session };
}

function absenceOf(question: Sent, payment: Sent, { header }: AbsenceSource): FalseAbsence {
  const isOwn = question.session === payment.session && header.nodes[question.node] !== undefined;
  const known = isOwn ? 'this very session had been told that it was done' : 'T2 had been acknowledged before T1 began';
  return {
    kind: isOwn ? 'read-your-writes' : 'false-absence',
    aged: { ageMs: question.startMs - payment.endMs, node: header.nodes[question.node]?.name ?? null },
    tell: () => ({
      members: [question, payment].map((sent) => memberOf(sent, header)),
      steps: [`T1 asked for the payment of T2 and was told that it is not there: ${known}.`],
    }),
  };
}

function memberOf(sent: Sent, { plan, operations, runTag, nodes }: RunHeader): StoryMember {
  const number = paymentNumber(sent.arrival, sent.attempt, paymentsPerArrival(plan.scenario.client.retry));
  return {
    name: `${operations[sent.operation] ?? 'a payment'} ${paymentIdOf(runTag, number)}`,
    node: nodes[sent.node]?.name ?? 'the API',
    session: sent.session,
    startMs: sent.startMs,
    endMs: sent.endMs,
    end: 'committed',
  };
}
