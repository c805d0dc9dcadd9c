/** Gathers the events of each fault into its story: what was injected where, when it took effect, when and whether it was healed. */
import type { FaultTargets } from '../model/fault.js';
import type { JournalEvent } from '../model/journal.js';

export interface FaultStory {
  readonly fault: string;
  readonly kind: string;
  readonly sentence: string;
  readonly targets: FaultTargets;
  /** Null for what went wrong by itself. What stays has no heal. */
  readonly planned: 'stays' | 'undone' | null;
  readonly issuedMs: number;
  /** Null when the effect was never observed. */
  readonly verifiedMs: number | null;
  /** On the first of several nodes; `verifiedMs` is then that of the last. */
  readonly firstVerifiedMs?: number;
  readonly ineffectiveReason: string | null;
  readonly heal: { readonly startedMs: number; readonly verifiedMs: number | null } | null;
  /** Null when the heal worked, or worked at a later try. */
  readonly healFailure: string | null;
}

type Draft = { -readonly [Key in keyof FaultStory]: FaultStory[Key] };

/** In order of injection. A fault of the plan whose time never came has no story. */
export function tellFaultStories(events: readonly JournalEvent[]): readonly FaultStory[] {
  const drafts = new Map<string, Draft>();
  for (const event of events) {
    if (event.kind === 'fault-injecting') drafts.set(event.fault, begin(event));
    else if ('fault' in event) continueStory(drafts.get(event.fault), event);
  }
  return [...drafts.values()].sort((a, b) => a.issuedMs - b.issuedMs);
}

function begin(event: Extract<JournalEvent, { readonly kind: 'fault-injecting' }>): Draft {
  return {
    fault: event.fault,
    kind: event.faultKind,
    sentence: event.sentence,
    targets: event.targets,
    planned: event.planned ?? null,
    issuedMs: event.atMs,
    verifiedMs: null,
    ineffectiveReason: null,
    heal: null,
    healFailure: null,
  };
}

function continueStory(draft: Draft | undefined, event: Extract<JournalEvent, { readonly fault: string }>): void {
  if (draft === undefined) return;
  switch (event.kind) {
    case 'fault-injected':
      draft.issuedMs = event.issuedMs;
      draft.verifiedMs = event.verifiedMs;
      if (event.firstVerifiedMs !== undefined) draft.firstVerifiedMs = event.firstVerifiedMs;
      return;
    case 'fault-ineffective':
      draft.ineffectiveReason = event.reason;
      return;
    case 'fault-healing':
      if (draft.planned !== 'stays') draft.heal = { startedMs: event.atMs, verifiedMs: null };
      return;
    case 'fault-healed':
      if (draft.planned !== 'stays') draft.heal = { startedMs: event.startedMs, verifiedMs: event.verifiedMs };
      draft.healFailure = null;
      return;
    case 'heal-failed':
      draft.healFailure = event.reason;
      return;
    case 'fault-injecting':
      return;
    default:
      event satisfies never;
  }
}
