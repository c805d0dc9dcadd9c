/** What the runner and the thread of the live figures tell each other: what happens one way, where it can be seen the other. */
import type { LoadInterval } from '../../model/load-interval.js';
import type { LoadTally } from '../../model/load-tally.js';
import type { JournalEvent } from '../../model/journal.js';
import type { LiveWishes } from './live-options.js';
import type { Beginning } from './story/story.js';

/** Handed to the thread as its worker data. */
export type LiveOrder = LiveWishes;

export type ToLive =
  | ({ readonly kind: 'begin' } & Beginning)
  | { readonly kind: 'event'; readonly event: JournalEvent }
  | { readonly kind: 'tally'; readonly interval: LoadInterval; readonly tally: LoadTally }
  | { readonly kind: 'progress'; readonly text: string }
  /** `report` is the file of the last run's report, null where there is none. */
  | { readonly kind: 'end'; readonly report: string | null };

/** To be shown: without a password. */
export interface LivePlaces {
  readonly page: string | null;
  readonly metrics: string | null;
  readonly otlp: string | null;
}

export type FromLive =
  | { readonly kind: 'open'; readonly places: LivePlaces }
  | { readonly kind: 'refused'; readonly message: string; readonly hint: string }
  | { readonly kind: 'trouble'; readonly text: string }
  /** Everybody has what they came for. */
  | { readonly kind: 'over' };
