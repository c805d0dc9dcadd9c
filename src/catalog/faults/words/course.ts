/** A fault that goes through several steps by itself while the run goes on, and is ended by its heal. */
import { messageOf } from '../../../kit/error.js';
import type { Clock } from '../../../model/clock.js';

export interface CourseSteps {
  /** Aborted when the heal has come: no further step may be begun. */
  readonly signal: AbortSignal;
  /** To be called when the effect of a step was seen from outside. */
  readonly onSeen: () => void;
}

export class Course implements AsyncDisposable {
  /** Resolves when an effect was seen, or when there will be none. */
  readonly begun: Promise<void>;
  readonly #end = new AbortController();
  readonly #finished: Promise<void>;
  #isSeen = false;
  #announce: () => void = () => undefined;

  /** `play` goes through the steps; when it fails the course is over, and the reason is told. */
  constructor(play: (steps: CourseSteps) => Promise<void>, tell: (reason: string) => void) {
    const seen = new Promise<void>((resolve) => {
      this.#announce = resolve;
    });
    const onSeen = (): void => {
      this.#isSeen = true;
      this.#announce();
    };
    this.#finished = play({ signal: this.#end.signal, onSeen }).catch((error: unknown) => {
      if (!this.#end.signal.aborted) tell(messageOf(error));
    });
    this.begun = Promise.race([seen, this.#finished]);
  }

  get isSeen(): boolean {
    return this.#isSeen;
  }

  /** A step that is being done is finished first. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort(new Error('The fault is being healed.'));
    await this.#finished;
  }
}

/** Resolves when the time is over, or the signal comes. */
export async function rest(durationMs: number, clock: Clock, signal: AbortSignal): Promise<void> {
  await clock.sleep(durationMs, { signal }).catch(() => undefined);
}
