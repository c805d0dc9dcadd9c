/** What the main thread and a load thread tell each other: orders one way, one interval a second and the end the other way. Nothing per payment. */
import type { LoadInterval } from '../../../model/load-interval.js';
import type { LoadTally } from '../../../model/load-tally.js';
import type { FileSeal } from '../../../model/journal.js';
import type { Plan } from '../../../model/plan.js';
import type { Endpoint, Route } from '../../../model/topology.js';

/** Handed to a thread as its worker data. */
export interface ThreadOrder {
  readonly plan: Plan;
  readonly runTag: number;
  readonly flavor: string;
  readonly nodes: readonly Endpoint[];
  readonly route: Route;
  readonly journalDirectory: string;
  readonly clockOriginMs: number;
  /** Where the payment API is reached; absent where payments go to the database itself. */
  readonly apiUrls?: readonly string[];
  readonly thread: number;
  readonly threads: number;
}

export type ToThread =
  | { readonly kind: 'go'; readonly planStartMs: number }
  | { readonly kind: 'repoint'; readonly route: Route }
  | { readonly kind: 'stop' };

export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'interval'; readonly interval: LoadInterval; readonly tally: LoadTally }
  | { readonly kind: 'finished'; readonly files: readonly FileSeal[] }
  | { readonly kind: 'failed'; readonly message: string; readonly hint: string };
