/**
 * The first look after a failover. As soon as a node takes writes again it is asked, by plain reads as an application would, for what was
 * acknowledged in the seconds before the fault. What it lacks now and holds in the end was temporarily invisible: no loss, but whoever asked
 * meanwhile was told that nothing had been paid.
 */
import { readLatestAttempts } from '../journal/attempt-file.js';
import { withTimeout } from '../kit/abort.js';
import { messageOf } from '../kit/error.js';
import { numberOf, paymentIdOf, paymentNumber, paymentsPerArrival } from '../kit/payment-id.js';
import { readMissing } from '../ledger/find-ids.js';
import type { Clock } from '../model/clock.js';
import type { JournalEvent, ProbeSample, RunHeader } from '../model/journal.js';
import { justBeforeFaultMs } from '../model/recovery.js';
import type { Cluster, Endpoint } from '../model/topology.js';
import { connect } from '../mysql/connect.js';

/** Load threads write down what they did this long after it, at the latest. */
const writtenAfterMs = 300;
/** The latest: they are the ones at risk, and the look must not become a load of its own. */
const paymentsMax = 5_000;
const attemptsReadMax = 20_000;
const connectTimeoutMs = 1_000;
const answerTimeoutMs = 5_000;
const retryAfterMs = 250;
const triesMax = 40;

export interface FirstLookOptions {
  readonly header: Pick<RunHeader, 'plan' | 'runTag'>;
  /** Positions of the operations that post payments. */
  readonly postings: ReadonlySet<number>;
  readonly cluster: Pick<Cluster, 'nodes' | 'route'>;
  readonly journal: { readonly directory: string; append(event: JournalEvent): void };
  /** On the plan's axis. */
  readonly axis: Clock;
}

type FaultInjected = Extract<JournalEvent, { readonly kind: 'fault-injected' }>;

interface Wanted {
  readonly injected: FaultInjected;
  /** Read as long as they are the latest: an outage writes many attempts. */
  readonly payments: Promise<readonly number[]>;
  tries: number;
  /** Of the last try; null when it was never tried. */
  failure: unknown;
}

export class FirstLook implements AsyncDisposable {
  readonly #options: FirstLookOptions;
  readonly #stop = new AbortController();
  readonly #waiting = new Set<Wanted>();
  readonly #looks = new Set<Promise<void>>();

  constructor(options: FirstLookOptions) {
    this.#options = options;
  }

  onEvent(event: JournalEvent): void {
    if (event.kind !== 'fault-injected') return;
    const payments = this.#acknowledgedBefore(event);
    // Told when somebody looks.
    payments.catch(() => undefined);
    this.#waiting.add({ injected: event, payments, tries: 0, failure: null });
  }

  /** A written probe that was sent after the injection says that its node serves; clients ask where they write. */
  onProbe({ node, outcome, intendedStartMs }: ProbeSample): void {
    if (outcome !== 'written' || this.#waiting.size === 0) return;
    const { cluster } = this.#options;
    const endpoint = cluster.nodes[node];
    if (endpoint === undefined || !cluster.route().writable.includes(endpoint.name)) return;
    for (const wanted of this.#waiting) {
      if (intendedStartMs < wanted.injected.verifiedMs) continue;
      this.#waiting.delete(wanted);
      const look = this.#look(wanted, endpoint)
        .catch((error: unknown) => this.#lookAgain(wanted, error))
        .finally(() => this.#looks.delete(look));
      this.#looks.add(look);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#looks);
    for (const wanted of this.#waiting) this.#tellBlind(wanted);
  }

  async #look({ injected, payments }: Wanted, endpoint: Endpoint): Promise<void> {
    const { header, axis, journal } = this.#options;
    const asked = await payments;
    const { schema } = header.plan.scenario.ledger;
    const { signal } = this.#stop;
    await using connection = await connect(endpoint, { connectTimeoutMs, database: schema, signal });
    const atMs = axis.nowMs();
    const missing = await withTimeout(readMissing(connection, asked), answerTimeoutMs, lateError);
    const absent = missing.map(numberOf);
    const { name: node } = endpoint;
    journal.append({ kind: 'first-look', atMs, after: injected.fault, node, lookedFor: asked.length, absent });
  }

  /** The node may have gone again meanwhile: the next probe that is written says where to ask. */
  async #lookAgain(wanted: Wanted, error: unknown): Promise<void> {
    const { axis } = this.#options;
    const { signal } = this.#stop;
    if (signal.aborted) return;
    wanted.tries += 1;
    wanted.failure = error;
    if (wanted.tries >= triesMax) return this.#tellBlind(wanted);
    await axis.sleep(retryAfterMs, { signal }).catch(() => undefined);
    this.#waiting.add(wanted);
  }

  /** Also when the run is over: a look that failed must not pass for one that found nothing. */
  #tellBlind({ injected, failure }: Wanted): void {
    if (failure === null) return;
    const text = `After ${injected.fault} nobody could look for what had been acknowledged before: ${messageOf(failure)}`;
    this.#options.journal.append({ kind: 'trouble', atMs: this.#options.axis.nowMs(), text });
  }

  async #acknowledgedBefore({ issuedMs, verifiedMs }: FaultInjected): Promise<readonly number[]> {
    const { header, postings, journal, axis } = this.#options;
    await axis.sleep(Math.max(0, verifiedMs + writtenAfterMs - axis.nowMs()), { signal: this.#stop.signal });
    const perArrival = paymentsPerArrival(header.plan.scenario.client.retry);
    const found: { readonly payment: number; readonly endMs: number }[] = [];
    readLatestAttempts(journal.directory, attemptsReadMax, ({ arrival, attempt, operation, outcome, endMs }) => {
      if (outcome !== 'acknowledged' || !postings.has(operation)) return;
      if (endMs < issuedMs - justBeforeFaultMs || endMs >= issuedMs) return;
      found.push({ payment: paymentIdOf(header.runTag, paymentNumber(arrival, attempt, perArrival)), endMs });
    });
    const latest = found.sort((a, b) => b.endMs - a.endMs).slice(0, paymentsMax);
    return latest.map(({ payment }) => payment).sort((a, b) => a - b);
  }
}

function lateError(): Error {
  return new Error(`No answer within ${answerTimeoutMs} ms.`);
}
