/** The schedule: moving on to the next arrival of one of two shards. */
import { createArrivalStream } from '../dist/plan/arrivals.js';

export function benchArrivals(plan) {
  let stream = createArrivalStream(plan, 0, 2);
  return {
    name: 'arrival: next due time, 1 of 2 shards',
    run(count) {
      for (let done = 0; done < count; done += 1) {
        if (!stream.next()) stream = createArrivalStream(plan, 0, 2);
      }
    },
  };
}
