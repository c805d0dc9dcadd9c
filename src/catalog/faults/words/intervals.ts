/** Faults that only time ends: until when they last, as this process knows since their order was accepted, or else as is noted with the targets. */
import { createSystemClock } from '../../../kit/clock.js';
import { msUntilEnd } from '../../../kit/ends-by.js';
import type { FaultContext } from '../../../model/fault.js';
import { isRefusal } from '../../../mysql/error-facts.js';
import { UnderWay } from './under-way.js';

type Aim = Pick<FaultContext, 'cluster' | 'targets'>;

interface Interval extends AsyncDisposable {
  /** Wall clock, ISO 8601, by which another process could find it, too. */
  readonly endsBy: string;
}

/** An interval is given in whole seconds. */
const roundingMs = 1_000;

/** Wall clock, ISO 8601: when something that is accepted within `withinMs` from now, and then lasts for `lastsMs`, is over. */
export function endOf(lastsMs: number, withinMs = 0): string {
  const nowMs = Date.parse(createSystemClock().wallClockIso());
  return new Date(nowMs + withinMs + lastsMs + roundingMs).toISOString();
}

export class Intervals {
  readonly #known = new UnderWay<Interval>();

  /** `order` rejects when nobody knows whether it was accepted, unless the cause is that the server refused it: then nothing has begun. */
  async begin(aim: Aim, lastsMs: number, order: () => Promise<void>): Promise<void> {
    await this.#known.end(aim);
    try {
      await order();
      this.#keep(aim, endOf(lastsMs));
    } catch (error) {
      const { cause } = error as Error;
      if (cause !== undefined && isRefusal(cause)) this.#keep(aim, createSystemClock().wallClockIso());
      throw error;
    }
  }

  isOn(aim: Aim): boolean {
    return this.#leftMs(aim) > 0;
  }

  async awaitEnd(aim: Aim, signal: AbortSignal): Promise<void> {
    await createSystemClock().sleep(this.#leftMs(aim), { signal });
  }

  #keep(aim: Aim, endsBy: string): void {
    this.#known.begin(aim, () => ({ endsBy, [Symbol.asyncDispose]: async () => undefined }));
  }

  #leftMs(aim: Aim): number {
    return msUntilEnd(this.#known.find(aim) ?? aim.targets, createSystemClock());
  }
}
