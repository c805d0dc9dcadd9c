/** Gives every fault its time of observation. Faults injected together are one incident: they share a baseline and an end. */
import { groupClose } from '../../kit/group-close.js';
import { togetherMs } from '../../model/recovery.js';
import type { FaultStory } from '../fault-stories.js';

/** How much further apart they may have struck than the scenario says: one that is late is no incident of its own. */
const lateMs = 250;

export interface Incident {
  /** In order of injection. */
  readonly faults: readonly FaultStory[];
  readonly fromMs: number;
  /** The next incident's injection, or the end of observation. */
  readonly toMs: number;
  /** Starts of all heals within it, in order. */
  readonly healsMs: readonly number[];
}

export function groupIncidents(stories: readonly FaultStory[], observedUntilMs: number): readonly Incident[] {
  const groups = groupClose(stories, ({ issuedMs }) => issuedMs, togetherMs + lateMs);
  return groups.map((faults, index) => {
    const fromMs = faults[0].issuedMs;
    const toMs = groups[index + 1]?.[0].issuedMs ?? Math.max(fromMs, observedUntilMs);
    return { faults, fromMs, toMs, healsMs: healsWithin(stories, fromMs, toMs) };
  });
}

/** A heal of an earlier incident disturbs this one like its own. */
function healsWithin(stories: readonly FaultStory[], fromMs: number, toMs: number): readonly number[] {
  return stories
    .flatMap(({ heal }) => (heal === null ? [] : [heal.startedMs]))
    .filter((healMs) => healMs > fromMs && healMs < toMs)
    .sort((a, b) => a - b);
}
