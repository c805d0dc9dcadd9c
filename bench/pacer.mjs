/** The pacer: letting one arrival go that is due. */
import { Pacer } from '../dist/catalog/engines/words/pacer.js';

export function benchPacer() {
  return {
    name: 'pacer: one due arrival let go',
    run(count) {
      let left = count;
      const arrivals = { index: 0, intendedStartMs: 0, next: () => (left -= 1) >= 0 };
      new Pacer({
        arrivals,
        planMs: () => performance.now(),
        onDue: () => undefined,
        couldBeSent: () => true,
        onExhausted: () => undefined,
      }).start();
    },
  };
}
