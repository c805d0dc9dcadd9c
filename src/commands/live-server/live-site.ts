/** The thread's side of the live figures: keeps the story of the run, and serves and pushes it until the run has ended and its visitors have the report. */
import { redactText } from '../../kit/redact.js';
import type { Clock } from '../../model/clock.js';
import { PageDesk } from './http/page-desk.js';
import { serve, type HttpServer } from './http/http-server.js';
import type { LiveWishes } from './live-options.js';
import type { LivePlaces, ToLive } from './messages.js';
import { MetricsDesk } from './metrics/metrics-desk.js';
import { beginStory, foldProgress, foldStoryEvent, foldTally, type Story } from './story/story.js';

const tellEveryMs = 1_000;

export interface LiveSiteOptions {
  readonly wishes: LiveWishes;
  readonly clock: Clock;
  /** Of something that does not keep the run from going on. */
  readonly onTrouble: (text: string) => void;
}

export class LiveSite implements AsyncDisposable {
  readonly #options: LiveSiteOptions;
  readonly #metrics: MetricsDesk;
  readonly #page: PageDesk;
  readonly #servers: HttpServer[] = [];
  readonly #stop = new AbortController();
  #story: Story | null = null;

  constructor(options: LiveSiteOptions) {
    this.#options = options;
    const story = (): Story | null => this.#story;
    this.#metrics = new MetricsDesk({ ...options, story });
    this.#page = new PageDesk({ ...options, story });
  }

  /** Rejects with a ToolError where something cannot be served. */
  async open(): Promise<LivePlaces> {
    const { metrics, page, otlp } = this.#options.wishes;
    const metricsUrl =
      metrics === null ? null : `${await this.#serve(metrics, this.#metrics.routes, '--metrics')}/metrics`;
    const pageUrl = page === null ? null : `${await this.#serve(page, this.#page.routes, '--ui')}/`;
    if (otlp !== null) this.#metrics.push(otlp);
    if (page !== null) void this.#tellOn();
    return { metrics: metricsUrl, page: pageUrl, otlp: otlp === null ? null : redactText(otlp) };
  }

  take(message: Exclude<ToLive, { readonly kind: 'end' }>): void {
    if (message.kind === 'begin') this.#story = beginStory(message, this.#options.clock.wallClockIso());
    const story = this.#story;
    if (story === null) return;
    if (message.kind === 'event') foldStoryEvent(story, message.event);
    else if (message.kind === 'tally') foldTally(story, message.interval, message.tally);
    else if (message.kind === 'progress') foldProgress(story, message.text);
  }

  /** Resolves when collectors and visitors have what they came for, or have had time enough. */
  async end(report: string | null): Promise<void> {
    if (this.#story !== null) this.#story.stage = 'ended';
    await Promise.all([this.#metrics.end(), this.#page.end(report)]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#servers.map((server) => server[Symbol.asyncDispose]()));
  }

  async #serve(...asked: Parameters<typeof serve>): Promise<string> {
    const server = await serve(...asked);
    this.#servers.push(server);
    return server.url;
  }

  async #tellOn(): Promise<void> {
    const { clock } = this.#options;
    while (!this.#stop.signal.aborted) {
      await clock.sleep(tellEveryMs, { signal: this.#stop.signal }).catch(() => undefined);
      this.#page.tellAll();
    }
  }
}
