/** Carries attempts over HTTP: the connections of one autocannon run, each held back until an arrival is due. Its own rates, counts and percentiles are not used. */
import autocannon from 'autocannon';
import { ToolError } from '../../../kit/error.js';
import type { ApiSettings } from '../../../model/api.js';
import type { SeenError } from '../../../mysql/classify-error.js';
import { Backoff } from '../words/backoff.js';
import { noNode, type Carrier, type CarrierEvents } from '../words/carrier.js';
import type { LoadLoopOptions } from '../words/load-options.js';
import type { Pending } from '../words/pending.js';
import { ApiAttempts } from './api-attempt.js';
import { HeldConnection, type AutocannonClient } from './held-connection.js';

/** The part of autocannon that is used. */
type RunAutocannon = (options: {
  readonly url: readonly string[];
  readonly connections: number;
  readonly duration: number;
  readonly timeout: number;
  readonly setupClient: (client: AutocannonClient) => void;
}) => { stop(): void; catch(onError: (error: unknown) => void): unknown };

const openingTimeoutMs = 10_000;
/** The loop ends the run and gives up what hangs, and not the clocks of autocannon, which count whole seconds. */
const spareSeconds = 3_600;

export class HttpCarrier implements Carrier<HeldConnection> {
  readonly groups = 1;
  readonly #connections: readonly HeldConnection[];
  readonly #attempts: ApiAttempts;
  readonly #events: CarrierEvents<HeldConnection>;
  readonly #urls: readonly string[];
  readonly #run: ReturnType<RunAutocannon>;
  readonly #nowMs: () => number;
  readonly #startMs: number;
  #lastError: SeenError | null = null;
  #failure: unknown = null;
  #isReady = false;
  #turn = 0;
  #inFlight = 0;
  #connected = 0;

  constructor(options: LoadLoopOptions, api: ApiSettings, events: CarrierEvents<HeldConnection>) {
    const { order, loopPlan, nowMs } = options;
    const { client, traffic } = order.plan.scenario;
    this.#events = events;
    this.#urls = order.apiUrls ?? [];
    this.#nowMs = nowMs;
    this.#startMs = nowMs();
    this.#attempts = new ApiAttempts(order, api, loopPlan.operations);
    const share = Math.ceil((client.connections - order.thread) / order.threads);
    this.#connections = Array.from({ length: share }, (_each, position) => {
      return new HeldConnection({
        id: order.thread + position * order.threads,
        nowMs,
        backoff: new Backoff({ reconnect: client.reconnect, nowMs, chance: loopPlan.chance }),
        timeoutMs: client.transactionTimeoutMs,
        connectTimeoutMs: client.connectTimeoutMs,
        onIdle: () => events.onIdle(0),
        onRead: () => events.onRead(),
        onConnectError: (error) => this.#onConnectError(error),
      });
    });
    let held = 0;
    this.#run = (autocannon as unknown as RunAutocannon)({
      url: this.#urls,
      connections: share,
      duration: Math.ceil((order.plan.durationMs + traffic.drainMs) / 1_000) + spareSeconds,
      timeout: spareSeconds,
      setupClient: (each) => {
        this.#connections[held]?.hold(each);
        held += 1;
      },
    });
    this.#run.catch((error) => {
      this.#failure = error;
    });
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get connected(): number {
    return this.#connected;
  }

  groupFor(): number {
    return 0;
  }

  groupOf(): number {
    return 0;
  }

  idleLane(): HeldConnection | undefined {
    const all = this.#connections;
    for (let step = 0; step < all.length; step += 1) {
      const at = (this.#turn + step) % all.length;
      if (all[at]?.isIdle !== true) continue;
      this.#turn = at + 1;
      return all[at];
    }
    return undefined;
  }

  send(lane: HeldConnection, pending: Pending, nowMs: number): void {
    pending.startMs = nowMs;
    const opensSession = lane.isFresh;
    lane.isBusy = true;
    this.#inFlight += 1;
    this.#attempts.perform(pending, lane, (result, before) => {
      this.#inFlight -= 1;
      // Which node the API used nobody can tell.
      this.#events.onEnded({ lane, node: noNode, opensSession, pending, result, ...(before && { before }) });
    });
  }

  release(lane: HeldConnection): void {
    lane.isBusy = false;
    if (lane.isIdle) this.#events.onIdle(0);
  }

  /** Who serves behind the API is the API's own affair. */
  repoint(): void {}

  tend(): void {
    if (this.#failure !== null) throw this.#failure;
    this.#connected = 0;
    for (const each of this.#connections) {
      each.tend();
      if (each.isOpen) this.#connected += 1;
    }
  }

  checkOpening(onReady: () => void): void {
    if (this.#isReady) return;
    this.#isReady = this.#connected === this.#connections.length;
    if (this.#isReady) return onReady();
    if (this.#nowMs() - this.#startMs < openingTimeoutMs) return;
    throw new ToolError(
      'setupFailed',
      `Only ${this.#connected} of ${this.#connections.length} connections of a load thread to ${this.#urls.join(', ')} opened within ${openingTimeoutMs / 1_000} s: ${this.#lastError?.message ?? 'no answer'}.`,
      'Is the payment API up, and does it allow so many connections (client.connections)?',
    );
  }

  giveUpAll(): void {
    for (const each of this.#connections) each.giveUp('No answer within the drain.');
  }

  close(): void {
    this.#run.stop();
    for (const each of this.#connections) each.close();
  }

  #onConnectError(error: SeenError): void {
    this.#lastError = error;
    this.#events.onConnectError(error);
  }
}
