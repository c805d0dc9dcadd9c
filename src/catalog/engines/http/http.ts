/** Payments to an HTTP API, sent by autocannon's connections from load threads; faults, probes and reconciliation stay with the database behind it. */
import type { Engine } from '../../../model/engine.js';
import { ThreadedLoad } from '../words/threaded-load.js';

export const http: Engine = {
  kind: 'http',
  summary:
    'Payments over HTTP to a payment API, by the connections of autocannon; each sends the next arrival that is due when its last was answered.',
  start: (options) => new ThreadedLoad(options),
};
