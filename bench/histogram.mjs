/** Counting one response time. */
import { createHistogram } from '../dist/kit/histogram.js';

export function benchHistogram() {
  const histogram = createHistogram();
  let timeMs = 0.5;
  return {
    name: 'histogram: one response time',
    run(count) {
      for (let done = 0; done < count; done += 1) {
        timeMs = timeMs > 900 ? 0.5 : timeMs * 1.01;
        histogram.record(timeMs);
      }
    },
  };
}
