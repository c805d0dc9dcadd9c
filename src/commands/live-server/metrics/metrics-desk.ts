/** Gives the metrics to those who ask for them, and pushes them to a collector. */
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { Clock } from '../../../model/clock.js';
import type { Answer } from '../http/http-server.js';
import type { Story } from '../story/story.js';
import { counter, point, type Family } from './family.js';
import { expositionOf, expositionType } from './exposition.js';
import { familiesOf, resourceMetrics } from './metrics-of.js';
import { OtlpPush } from './otlp-push.js';

export interface MetricsDeskOptions {
  readonly clock: Clock;
  readonly onTrouble: (text: string) => void;
  readonly story: () => Story | null;
}

export class MetricsDesk {
  readonly routes: Readonly<Record<string, Answer>>;
  readonly #options: MetricsDeskOptions;
  readonly #startMs: number;
  #push: OtlpPush | null = null;

  constructor(options: MetricsDeskOptions) {
    this.#options = options;
    this.#startMs = this.#wallMs();
    this.routes = {
      '/metrics': (_request, response) => {
        response.writeHead(200, { 'Content-Type': expositionType }).end(expositionOf(this.collect()));
      },
    };
  }

  push(url: string): void {
    const { clock, onTrouble } = this.#options;
    this.#push = new OtlpPush({ url, clock, onTrouble, collect: () => this.collect() });
  }

  /** The last figures are pushed, too. */
  async end(): Promise<void> {
    await this.#push?.[Symbol.asyncDispose]();
  }

  /** Counters of a run start with it; pushes are counted over all runs. */
  collect(): ResourceMetrics {
    const story = this.#options.story();
    const ofRun = story === null ? [] : [{ families: familiesOf(story), startMs: Date.parse(story.beganAt) }];
    return resourceMetrics([...ofRun, { families: this.#pushes(), startMs: this.#startMs }], this.#wallMs());
  }

  #pushes(): readonly Family[] {
    if (this.#push === null) return [];
    const { exported, failed } = this.#push.counts;
    const points = [point({ result: 'exported' }, exported), point({ result: 'failed' }, failed)];
    return [counter('paystorm_otlp_pushes_total', 'Pushes of metrics to the collector, by result.', points)];
  }

  #wallMs(): number {
    return Date.parse(this.#options.clock.wallClockIso());
  }
}
