/**
 * What ends several faults at once ends the latest first: an earlier one may have found what a later one has to restore. But
 * nobody waits long for their turn, because a heal may itself need what an earlier fault has taken away: a node cannot rejoin
 * through a network that is still cut.
 */
import type { Clock } from '../../model/clock.js';

/** Longer than it takes to give a setting back or to cure a connection. */
const patienceMs = 1_000;

export interface HealTurn {
  /** Resolves when everything that was injected later is healed, or has been waited for. */
  come(clock: Clock): Promise<void>;
  /** To be called when it is healed, or could not be. */
  pass(): void;
}

export class HealTurns {
  /** In the order of injection. */
  readonly #turns: Promise<void>[] = [];

  /** To be called in the order of injection. */
  take(): HealTurn {
    let pass = nothing;
    const isOver = new Promise<void>((resolve) => {
      pass = resolve;
    });
    const place = this.#turns.push(isOver);
    return {
      pass,
      come: async (clock) => {
        const later = this.#turns.slice(place);
        if (later.length === 0) return;
        const stop = new AbortController();
        const waited = clock.sleep(patienceMs * later.length, { signal: stop.signal }).catch(() => undefined);
        await Promise.race([Promise.all(later), waited]);
        stop.abort();
      },
    };
  }
}

function nothing(): void {
  // Before the promise has said how to resolve it.
}
