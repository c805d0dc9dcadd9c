/** What a gate measures, without the limit: metric, aggregate, tags and scope. */
import type { Gate } from './gate.js';

export type Indicator = Pick<Gate, 'metric' | 'aggregate' | 'tags' | 'scope'>;
