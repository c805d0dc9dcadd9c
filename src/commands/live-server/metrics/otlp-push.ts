/** Pushes the metrics to a collector, once a second and one at a time. A collector that is down or slow costs a count and one sentence, never the run. */
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { messageOf } from '../../../kit/error.js';
import { redactText } from '../../../kit/redact.js';
import type { Clock } from '../../../model/clock.js';

const everyMs = 1_000;
/** A collector that takes longer is too slow for figures of seconds; retries of the exporter come within it. */
const timeoutMs = 3_000;
/** The code of an export that arrived. */
const success = 0;

export interface OtlpPushOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly collect: () => ResourceMetrics;
  /** Told once. */
  readonly onTrouble: (text: string) => void;
}

export interface PushCounts {
  exported: number;
  failed: number;
}

export class OtlpPush implements AsyncDisposable {
  readonly counts: PushCounts = { exported: 0, failed: 0 };
  readonly #options: OtlpPushOptions;
  readonly #exporter: OTLPMetricExporter;
  readonly #stop = new AbortController();
  readonly #pushing: Promise<void>;

  constructor(options: OtlpPushOptions) {
    this.#options = options;
    this.#exporter = new OTLPMetricExporter({ url: options.url, timeoutMillis: timeoutMs, concurrencyLimit: 1 });
    this.#pushing = this.#pushOn();
  }

  /** What is known at the end is pushed once more, within the time of one push. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#pushing;
    await this.#push();
    await this.#exporter.shutdown().catch(() => undefined);
  }

  async #pushOn(): Promise<void> {
    const { clock } = this.#options;
    while (!this.#stop.signal.aborted) {
      const beganMs = clock.nowMs();
      await this.#push();
      const waitMs = Math.max(0, everyMs - (clock.nowMs() - beganMs));
      await clock.sleep(waitMs, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  async #push(): Promise<void> {
    const why = await this.#send().catch(messageOf);
    if (why === null) {
      this.counts.exported += 1;
      return;
    }
    this.counts.failed += 1;
    if (this.counts.failed > 1) return;
    const { url, onTrouble } = this.#options;
    onTrouble(`The collector at ${redactText(url)} does not take the metrics: ${redactText(why)}. The run goes on.`);
  }

  /** Resolves to why they did not arrive, or null. */
  #send(): Promise<string | null> {
    return new Promise((resolve) => {
      this.#exporter.export(
        this.#options.collect(),
        ({ code, error }: { readonly code: number; readonly error?: Error }) => {
          resolve(code === success ? null : error?.message || 'it gave no reason');
        },
      );
    });
  }
}
