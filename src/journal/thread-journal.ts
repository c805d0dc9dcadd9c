/** The journal of one load thread: how each attempt ended, and what it saw and made, flushed and sealed together. */
import type { Access } from '../model/history.js';
import type { Attempt, FileSeal } from '../model/journal.js';
import { AccessWriter } from './access-file.js';
import { AttemptWriter } from './attempt-file.js';

export class ThreadJournal {
  readonly #attempts: AttemptWriter;
  readonly #accesses: AccessWriter;

  constructor(directory: string, thread: number) {
    this.#attempts = new AttemptWriter(directory, thread);
    this.#accesses = new AccessWriter(directory, thread);
  }

  append(attempt: Attempt, accesses: readonly Access[] = []): void {
    this.#attempts.append(attempt);
    for (const access of accesses) this.#accesses.append(attempt.arrival, attempt.attempt, access);
  }

  /** Accesses first: an attempt that stands in its file has all of them. */
  flush(): void {
    this.#accesses.flush();
    this.#attempts.flush();
  }

  close(): void {
    try {
      this.#accesses.close();
    } finally {
      this.#attempts.close();
    }
  }

  /** What its files hold; final once they are closed. */
  seals(): readonly FileSeal[] {
    return [this.#attempts.seal(), this.#accesses.seal()];
  }
}
