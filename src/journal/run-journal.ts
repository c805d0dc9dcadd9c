/** The journal of a run in progress: events as they happen, probes in batches. Whoever watches the run hears each event too. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../kit/error.js';
import { redactSecrets } from '../kit/redact.js';
import type { FileSeal, JournalEvent, ProbeSample } from '../model/journal.js';
import { EventLog } from './event-log.js';
import { ProbeWriter } from './probe-file.js';

const flushEveryMs = 500;
/** Given back when the disk is full, so that the journal can say so. */
const reserveName = 'reserve';
const reserveBytes = 65_536;
const findings: readonly JournalEvent['kind'][] = ['audited', 'backup-read', 'run-finished'];

export class RunJournal implements Disposable {
  readonly directory: string;
  readonly #events: EventLog;
  readonly #probes: ProbeWriter;
  readonly #onEvent: (event: JournalEvent) => void;
  readonly #onFailure: (error: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  #failure: unknown = null;
  #lastMs = 0;
  #isClosed = false;
  #areProbesClosed = false;

  /** `onFailure` is told once when the disk no longer takes what happens; the run must then end. */
  constructor(directory: string, onEvent: (event: JournalEvent) => void, onFailure: (error: unknown) => void) {
    this.directory = directory;
    this.#events = new EventLog(directory);
    this.#probes = new ProbeWriter(directory);
    this.#onEvent = onEvent;
    this.#onFailure = onFailure;
    this.#guard(() => writeFileSync(join(directory, reserveName), Buffer.alloc(reserveBytes)));
    this.#timer = setInterval(() => this.#guard(() => this.#probes.flush()), flushEveryMs);
  }

  /** What the disk refused first, null when all was written. */
  get failure(): unknown {
    return this.#failure;
  }

  append(event: JournalEvent): void {
    this.#lastMs = event.atMs;
    this.#guard(() => this.#events.append(event));
    // A finding that nobody could write down is not told: the verdict could not repeat it.
    if (this.#failure === null || !findings.includes(event.kind)) this.#onEvent(redactSecrets(event));
  }

  appendProbe(sample: ProbeSample): void {
    this.#guard(() => this.#probes.append(sample));
  }

  /** No further probe will come: closes their file and says what it holds. */
  sealProbes(): FileSeal {
    this.#closeProbes();
    return this.#probes.seal();
  }

  [Symbol.dispose](): void {
    this.#closeProbes();
    this.#giveReserveBack();
    this.#events.close();
    this.#isClosed = true;
  }

  #closeProbes(): void {
    if (this.#areProbesClosed) return;
    this.#areProbesClosed = true;
    clearInterval(this.#timer);
    this.#guard(() => this.#probes.close());
  }

  /** A full disk must end the run in order, with every fault healed, instead of throwing out of a timer or an event. */
  #guard(write: () => void): void {
    if (this.#failure !== null || this.#isClosed) return;
    try {
      write();
    } catch (error) {
      this.#failure = error;
      this.#sayLastWords(error);
      this.#onFailure(error);
    }
  }

  /** Somebody else may have taken the room already; the error is told in any case. */
  #sayLastWords(error: unknown): void {
    this.#giveReserveBack();
    const event: JournalEvent = { kind: 'journal-broken', atMs: this.#lastMs, reason: messageOf(error) };
    try {
      this.#events.append(event);
    } catch {
      // Nothing can be written any more.
    }
    this.#onEvent(event);
  }

  #giveReserveBack(): void {
    rmSync(join(this.directory, reserveName), { force: true });
  }
}
