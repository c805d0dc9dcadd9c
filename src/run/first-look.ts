/**
 * The first look after a failover. As soon as a node takes writes again it is asked, by plain reads as an application would, for what was
 * acknowledged in the seconds before the fault. What it lacks now and holds in the end was temporarily invisible: no loss, but whoever asked
 * meanwhile was told that nothing had been paid.
 */
import { readLatestAttempts } from '../journal/attempt-file.js';
import { withTimeout } from '../kit/abort.js';
import { arrivalOf, paymentIdOf } from '../kit/payment-id.js';
import { readMissing } from '../ledger/find-ids.js';
import type { Clock } from '../model/clock.js';
import type { JournalEvent, ProbeSample, RunHeader } from '../model/journal.js';
import { justBeforeFaultMs } from '../model/recovery.js';
import type { Cluster } from '../model/topology.js';
import { connect } from '../mysql/connect.js';

/** Load threads write down what they did this long after it, at the latest. */
const writtenAfterMs = 300;
/** The latest: they are the ones at risk, and the look must not become a load of its own. */
const paymentsMax = 5_000;
const attemptsReadMax = 20_000;
const connectTimeoutMs = 1_000;
const answerTimeoutMs = 5_000;
const retryAfterMs = 250;

export interface FirstLookOptions {
  readonly header: Pick<RunHeader, 'plan' | 'runTag'>;
  /** Positions of the operations that post payments. */
  readonly postings: ReadonlySet<number>;
  readonly cluster: Pick<Cluster, 'nodes' | 'route'>;
  readonly journal: { readonly directory: string; append(event: JournalEvent): void };
  /** On the plan's axis. */
  readonly axis: Clock;
}

type Injected = Extract<JournalEvent, { readonly kind: 'fault-injected' }>;

export class FirstLook implements AsyncDisposable {
  readonly #options: FirstLookOptions;
  readonly #stop = new AbortController();
  readonly #waiting = new Set<Injected>();
  readonly #looks = new Set<Promise<void>>();

  constructor(options: FirstLookOptions) {
    this.#options = options;
  }

  onEvent(event: JournalEvent): void {
    if (event.kind === 'fault-injected') this.#waiting.add(event);
  }

  /** A written probe that was sent after the injection says that its node serves; clients ask where they write. */
  onProbe({ node, outcome, intendedStartMs }: ProbeSample): void {
    if (outcome !== 'written' || this.#waiting.size === 0) return;
    const { cluster } = this.#options;
    const name = cluster.nodes[node]?.name;
    if (name === undefined || !cluster.route().writable.includes(name)) return;
    for (const injected of this.#waiting) {
      if (intendedStartMs < injected.verifiedMs) continue;
      this.#waiting.delete(injected);
      const look = this.#look(injected, node)
        .catch(() => this.#lookAgain(injected))
        .finally(() => this.#looks.delete(look));
      this.#looks.add(look);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#looks);
  }

  async #look({ fault, issuedMs, verifiedMs }: Injected, node: number): Promise<void> {
    const { cluster, header, axis, journal } = this.#options;
    const endpoint = cluster.nodes[node];
    if (endpoint === undefined) return;
    const { signal } = this.#stop;
    await axis.sleep(Math.max(0, verifiedMs + writtenAfterMs - axis.nowMs()), { signal });
    const payments = this.#acknowledgedBefore(issuedMs);
    const { schema } = header.plan.scenario.ledger;
    await using connection = await connect(endpoint, { connectTimeoutMs, database: schema, signal });
    const atMs = axis.nowMs();
    const missing = await withTimeout(readMissing(connection, payments), answerTimeoutMs, lateError);
    const absent = missing.map(arrivalOf);
    journal.append({ kind: 'first-look', atMs, after: fault, node: endpoint.name, lookedFor: payments.length, absent });
  }

  /** The node may have gone again meanwhile: the next probe that is written says where to ask. */
  async #lookAgain(injected: Injected): Promise<void> {
    const { signal } = this.#stop;
    await this.#options.axis.sleep(retryAfterMs, { signal }).catch(() => undefined);
    this.#waiting.add(injected);
  }

  #acknowledgedBefore(issuedMs: number): readonly number[] {
    const { header, postings, journal } = this.#options;
    const found: { readonly payment: number; readonly endMs: number }[] = [];
    readLatestAttempts(journal.directory, attemptsReadMax, ({ arrival, operation, outcome, endMs }) => {
      if (outcome !== 'acknowledged' || !postings.has(operation)) return;
      if (endMs < issuedMs - justBeforeFaultMs || endMs >= issuedMs) return;
      found.push({ payment: paymentIdOf(header.runTag, arrival), endMs });
    });
    const latest = found.sort((a, b) => b.endMs - a.endMs).slice(0, paymentsMax);
    return latest.map(({ payment }) => payment).sort((a, b) => a - b);
  }
}

function lateError(): Error {
  return new Error(`No answer within ${answerTimeoutMs} ms.`);
}
