/** Answers those who look at a run: the page, what happens, and in the end the report. */
import { createReadStream, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { loadAssets } from '../../../catalog/reporters/html/assets.js';
import { livePage, livePath } from '../../../catalog/reporters/html/live/live-page.js';
import type { LiveMessage } from '../../../catalog/reporters/html/live/live-data.js';
import type { Clock } from '../../../model/clock.js';
import { factsOf, partOf } from '../page/part-of.js';
import type { Story } from '../story/story.js';
import { refuse, type Answer } from './http-server.js';
import { Visitors, type Seen, type Told } from './visitors.js';

/** How long the process stays at its end for pages that are open to take the report. */
const graceMs = 5_000;
const lookEveryMs = 50;
const reportPath = '/report.html';
const htmlType = 'text/html; charset=utf-8';

export interface PageDeskOptions {
  readonly clock: Clock;
  readonly story: () => Story | null;
}

export class PageDesk {
  readonly routes: Readonly<Record<string, Answer>>;
  readonly #options: PageDeskOptions;
  readonly #visitors = new Visitors((seen) => this.#tell(seen));
  /** Null until there is one. */
  #report: string | null = null;
  #reportsTaken = 0;
  #isOver = false;

  constructor(options: PageDeskOptions) {
    this.#options = options;
    this.routes = {
      '/': (_request, response) => this.#answerPage(response),
      [livePath]: (request, response) => this.#visitors.welcome(request, response),
      [reportPath]: (_request, response) => this.#answerReport(response),
    };
  }

  tellAll(): void {
    if (!this.#isOver) this.#visitors.tellAll();
  }

  /** Resolves when each open page has taken the report, or has had its time. */
  async end(report: string | null): Promise<void> {
    const { clock } = this.#options;
    this.tellAll();
    this.#isOver = true;
    this.#report = report;
    const waiting = this.#visitors.size;
    this.#visitors.say(
      report === null
        ? { kind: 'end', report: null, sentence: this.#lastWords() }
        : { kind: 'end', report: reportPath, sentence: 'The run has ended. Here comes its report.' },
    );
    if (report === null || waiting === 0) return;
    const untilMs = clock.nowMs() + graceMs;
    while (this.#reportsTaken < waiting && clock.nowMs() < untilMs) await clock.sleep(lookEveryMs);
  }

  /** Many runs have a report each, and nobody knows which one is wanted. */
  #lastWords(): string {
    return (this.#options.story()?.title ?? null) === null
      ? 'The run has ended without a report; the terminal says why.'
      : 'All runs have ended; the terminal says what came of them, and where their reports are.';
  }

  #tell(seen: Seen | null): Told | null {
    const story = this.#options.story();
    if (story === null) return null;
    const { seconds } = story;
    const knows = seen !== null && seen.story === story && seen.halvings === seconds.halvings;
    const part = partOf(story, knows ? seen.steps : 0);
    const message: LiveMessage = knows ? { kind: 'part', part } : { kind: 'whole', facts: factsOf(story), part };
    return { message, seen: { story, halvings: seconds.halvings, steps: seconds.count } };
  }

  #answerPage(response: ServerResponse): void {
    if (this.#report !== null) return void response.writeHead(302, { Location: reportPath }).end();
    const { text, policy } = livePage(loadAssets('live'));
    response.writeHead(200, { 'Content-Type': htmlType, 'Content-Security-Policy': policy }).end(text);
  }

  /** The report carries a policy of its own. */
  #answerReport(response: ServerResponse): void {
    const report = this.#report;
    if (report === null) return refuse(response, 404, 'The run goes on: there is no report yet.');
    try {
      response.writeHead(200, { 'Content-Type': htmlType, 'Content-Length': statSync(report).size });
    } catch {
      return refuse(response, 404, 'The report is not there any more.');
    }
    response.on('finish', () => (this.#reportsTaken += 1));
    createReadStream(report)
      .on('error', () => response.destroy())
      .pipe(response);
  }
}
