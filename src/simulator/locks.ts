/** Row locks with waiting: one owner each, the others in the order in which they came, and nobody for longer than the lock timeout. */
import type { Clock } from '../model/clock.js';

/** A transaction, as far as locks care. */
export type LockOwner = object;

interface Waiter {
  readonly owner: LockOwner;
  readonly settle: (isHeld: boolean) => void;
}

interface Lock {
  owner: LockOwner;
  readonly waiters: Waiter[];
}

export class Locks {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #locks = new Map<string, Lock>();
  readonly #names = new Map<LockOwner, Set<string>>();

  constructor(clock: Clock, timeoutMs: number) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
  }

  /** False when it was not had in time, or the owner has let everything go meanwhile. */
  async acquire(name: string, owner: LockOwner): Promise<boolean> {
    const lock = this.#locks.get(name);
    if (lock === undefined) this.#hold(name, owner);
    if (lock === undefined || lock.owner === owner) return true;
    const timer = new AbortController();
    const waiting = new Promise<boolean>((settle) => {
      lock.waiters.push({ owner, settle });
    });
    const late = this.#clock.sleep(this.#timeoutMs, { signal: timer.signal }).then(
      () => this.#leave(lock, owner),
      () => undefined,
    );
    const isHeld = await waiting;
    timer.abort();
    await late;
    return isHeld;
  }

  /** Everything that the owner holds or waits for. */
  release(owner: LockOwner): void {
    for (const lock of this.#locks.values()) this.#leave(lock, owner);
    for (const name of this.#names.get(owner) ?? []) this.#pass(name);
    this.#names.delete(owner);
  }

  #hold(name: string, owner: LockOwner): void {
    const lock = this.#locks.get(name);
    if (lock === undefined) this.#locks.set(name, { owner, waiters: [] });
    else lock.owner = owner;
    const names = this.#names.get(owner) ?? new Set();
    this.#names.set(owner, names.add(name));
  }

  #pass(name: string): void {
    const next = this.#locks.get(name)?.waiters.shift();
    if (next === undefined) {
      this.#locks.delete(name);
      return;
    }
    this.#hold(name, next.owner);
    next.settle(true);
  }

  #leave({ waiters }: Lock, owner: LockOwner): void {
    const at = waiters.findIndex((waiter) => waiter.owner === owner);
    if (at >= 0) waiters.splice(at, 1)[0]?.settle(false);
  }
}
