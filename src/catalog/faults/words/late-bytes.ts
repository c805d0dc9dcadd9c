/** Bytes that go on later than they came, in the order in which they came. */
import type { Pass, ToxicSite } from '../../../model/network.js';

interface Late {
  readonly chunk: Buffer;
  readonly dueMs: number;
  readonly pass: Pass;
}

export class LateBytes {
  readonly #site: Pick<ToxicSite, 'nowMs' | 'after'>;
  readonly #line: Late[] = [];
  #heldBytes = 0;
  #cancel: (() => void) | null = null;

  constructor(site: Pick<ToxicSite, 'nowMs' | 'after'>) {
    this.#site = site;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Never before what came earlier. */
  hold(chunk: Buffer, dueMs: number, pass: Pass): void {
    this.#line.push({ chunk, dueMs: Math.max(dueMs, this.#line.at(-1)?.dueMs ?? 0), pass });
    this.#heldBytes += chunk.length;
    this.#cancel ??= this.#wait();
  }

  /** Everything goes on at once. */
  end(): void {
    this.#cancel?.();
    this.#cancel = null;
    while (this.#line.length > 0) this.#passFirst();
  }

  #wait(): (() => void) | null {
    const first = this.#line[0];
    if (first === undefined) return null;
    return this.#site.after(Math.max(0, first.dueMs - this.#site.nowMs()), () => this.#passDue());
  }

  #passDue(): void {
    this.#cancel = null;
    // A timer counts whole milliseconds and may come a little early by the clock.
    while ((this.#line[0]?.dueMs ?? Infinity) <= this.#site.nowMs() + 0.5) this.#passFirst();
    this.#cancel ??= this.#wait();
  }

  #passFirst(): void {
    const first = this.#line.shift();
    if (first === undefined) return;
    this.#heldBytes -= first.chunk.length;
    first.pass(first.chunk);
  }
}
