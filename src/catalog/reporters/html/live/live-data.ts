/** What the page of a run that goes on is told: everything when it opens, then each second what has changed. All of it is data; the page makes text of it. */
import type { NodeState } from '../../../../model/flavor.js';
import type { PageData } from '../page-data.js';

export type LiveWindow = PageData['faults'][number];

export interface LiveFacts {
  readonly name: string;
  readonly description: string;
  /** Its part in a study, such as "repetition 3 of 10". */
  readonly title: string | null;
  readonly isSimulated: boolean;
  readonly phases: readonly (LiveWindow & { readonly isWarmup: boolean })[];
  /** When faults are to come. */
  readonly planned: readonly LiveWindow[];
}

export interface LiveLane {
  readonly node: string;
  readonly zone: string;
  readonly states: readonly { readonly fromMs: number; readonly toMs: number; readonly state: NodeState }[];
  readonly note: string;
}

/** A number for the eye, ready to be shown. */
export interface LiveFigure {
  readonly label: string;
  readonly value: string;
  /** Whether it is nothing to be calm about. */
  readonly isWarm: boolean;
}

/** What is true now, in words. */
export interface LiveNow {
  readonly stage: string;
  readonly clock: string;
  readonly headline: string;
  readonly figures: readonly LiveFigure[];
  readonly faults: readonly { readonly text: string; readonly isWarm: boolean }[];
  readonly gates: readonly { readonly text: string; readonly isBroken: boolean }[];
  /** The latest first. */
  readonly told: readonly { readonly clock: string; readonly sentence: string }[];
}

export interface LivePart {
  /** Step that the columns begin with; what is known from there on is replaced. */
  readonly first: number;
  readonly stepMs: number;
  /** Where the time axis ends. */
  readonly durationMs: number;
  readonly columns: Readonly<Record<string, readonly (number | null)[]>>;
  readonly errorClasses: readonly string[];
  readonly faults: readonly LiveWindow[];
  readonly lanes: readonly LiveLane[];
  readonly now: LiveNow;
}

export type LiveMessage =
  | { readonly kind: 'whole'; readonly facts: LiveFacts; readonly part: LivePart }
  | { readonly kind: 'part'; readonly part: LivePart }
  /** `report` is an address on this server, null where no report was written. */
  | { readonly kind: 'end'; readonly report: string | null; readonly sentence: string };
