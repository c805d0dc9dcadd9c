/** Arrivals of one group that wait for a connection: first come, first served, in bounded number; retries wait beside them until their time. */
import type { Pending } from './pending.js';

/** A retry waits without a connection, so nothing else bounds them: some megabytes of them. */
const retriesMax = 10_000;
/** Money is held until they are made, so they are given up much later. */
const settlementsMax = 100_000;

export class WaitingLine {
  readonly #capacity: number;
  #queue: (Pending | undefined)[] = [];
  /** Entries before it are gone; shifting an array would move all that follow. */
  #head = 0;
  #retries: Pending[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get length(): number {
    return this.#queue.length - this.#head + this.#retries.length;
  }

  /** False when the line is full. */
  join(pending: Pending): boolean {
    if (this.#queue.length - this.#head >= this.#capacity) return false;
    this.#queue.push(pending);
    return true;
  }

  /** Whether there is room for one more to wait for its next attempt; who finds none has had its last. */
  get canRejoin(): boolean {
    return this.#retries.length < retriesMax;
  }

  rejoin(pending: Pending): void {
    this.#retries.push(pending);
  }

  /** A settlement waits beside the retries. */
  settle(pending: Pending): void {
    if (this.#retries.length < settlementsMax) this.#retries.push(pending);
  }

  /** The next one that may start: a retry whose time has come, then the longest waiting. */
  take(nowMs: number): Pending | undefined {
    const retry = this.#retries.findIndex((each) => each.notBeforeMs <= nowMs);
    if (retry >= 0) return this.#retries.splice(retry, 1)[0];
    const first = this.#queue[this.#head];
    if (first === undefined) return undefined;
    this.#advance();
    return first;
  }

  /** Removes and returns those that have waited beyond their deadline. */
  expire(nowMs: number, deadlineMs: number): readonly Pending[] {
    const expired: Pending[] = [];
    for (;;) {
      const first = this.#queue[this.#head];
      if (first === undefined || nowMs - first.intendedStartMs <= deadlineMs) return expired;
      expired.push(first);
      this.#advance();
    }
  }

  /** Removes and returns retries whose arrival may no longer be tried. */
  expireRetries(isOver: (pending: Pending) => boolean): readonly Pending[] {
    const expired = this.#retries.filter(isOver);
    if (expired.length > 0) this.#retries = this.#retries.filter((each) => !isOver(each));
    return expired;
  }

  /** Removes and returns all arrivals, retries too; settlements stay. */
  clearArrivals(): readonly Pending[] {
    const all = this.clear();
    this.#retries = all.filter(({ settles }) => settles !== null);
    return all.filter(({ settles }) => settles === null);
  }

  /** Removes and returns all, retries and settlements too. */
  clear(): readonly Pending[] {
    const left = [...this.#queue.slice(this.#head).filter((each) => each !== undefined), ...this.#retries];
    this.#queue = [];
    this.#head = 0;
    this.#retries = [];
    return left;
  }

  /** Who is gone must not be held on to: whatever outlives its time is copied when garbage is collected, while arrivals wait. */
  #advance(): void {
    this.#queue[this.#head] = undefined;
    this.#head += 1;
    if (this.#head < 1_024 || this.#head * 2 < this.#queue.length) return;
    this.#queue = this.#queue.slice(this.#head);
    this.#head = 0;
  }
}
