/** One way of a connection on which things go on later than they came, in the order in which they came, and in smaller pieces where the line wants it so. */
import type { Filter, Pass, Sent, ToxicSite } from '../../../model/network.js';

interface Pace {
  /** When the next piece goes on; an end has no bytes. `Infinity`: only when the line is released. */
  readonly dueMs: (bytes: number) => number;
  /** What goes on at a time, at most; whole as it came when left out. */
  readonly pieceBytes?: number;
}

interface Late {
  readonly sent: Sent;
  readonly dueMs: number;
  readonly pass: Pass;
}

type Site = Pick<ToxicSite, 'nowMs' | 'after' | 'count'>;

export class DelayLine implements Filter {
  readonly #site: Site;
  readonly #pace: Pace;
  readonly #line: Late[] = [];
  #heldBytes = 0;
  #cancel: (() => void) | null = null;

  constructor(site: Site, pace: Pace) {
    this.#site = site;
    this.#pace = pace;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  take(sent: Sent, pass: Pass): void {
    if (typeof sent === 'string') return this.#hold(sent, pass);
    const { pieceBytes = sent.length } = this.#pace;
    for (let at = 0; at < sent.length; at += pieceBytes) this.#hold(sent.subarray(at, at + pieceBytes), pass);
  }

  /** Everything goes on at once. */
  release(): void {
    this.#cancel?.();
    this.#cancel = null;
    while (this.#line.length > 0) this.#passFirst();
  }

  /** Never before what came earlier. */
  #hold(sent: Sent, pass: Pass): void {
    const dueMs = Math.max(this.#pace.dueMs(bytesOf(sent)), this.#line.at(-1)?.dueMs ?? 0);
    if (this.#line.length === 0 && dueMs <= this.#site.nowMs()) return pass(sent);
    this.#site.count();
    this.#line.push({ sent, dueMs, pass });
    this.#heldBytes += weightOf(sent);
    this.#cancel ??= this.#wait();
  }

  #wait(): (() => void) | null {
    const dueMs = this.#line[0]?.dueMs ?? Infinity;
    if (dueMs === Infinity) return null;
    return this.#site.after(Math.max(0, dueMs - this.#site.nowMs()), () => this.#passDue());
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
    this.#heldBytes -= weightOf(first.sent);
    first.pass(first.sent);
  }
}

function bytesOf(sent: Sent): number {
  return typeof sent === 'string' ? 0 : sent.length;
}

/** An end that is held back is something held back. */
function weightOf(sent: Sent): number {
  return Math.max(1, bytesOf(sent));
}
