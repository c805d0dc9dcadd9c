/** The default engine: an open model over the MySQL protocol in worker threads. Arrivals keep their schedule whatever the target does. */
import type { Engine } from '../../../model/engine.js';
import { ThreadedLoad } from '../words/threaded-load.js';

export const openLoop: Engine = {
  kind: 'open-loop',
  summary: 'Payments over the MySQL protocol from worker threads; arrivals keep their schedule through any outage.',
  start: (options) => new ThreadedLoad(options),
};
