/** Gives every fault its time of observation. Faults injected together are one incident: they share a baseline and an end. */
import type { FaultStory } from '../fault-stories.js';

/** Faults that follow each other this closely belong together, such as a replication stop and the kill it prepares. */
const togetherMs = 1_000;

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
  const groups: FaultStory[][] = [];
  for (const story of stories) {
    const last = groups.at(-1);
    const previous = last?.at(-1);
    if (last !== undefined && previous !== undefined && story.issuedMs - previous.issuedMs <= togetherMs)
      last.push(story);
    else groups.push([story]);
  }
  return groups.map((faults, index) => {
    const fromMs = faults[0]?.issuedMs ?? 0;
    const toMs = groups[index + 1]?.[0]?.issuedMs ?? Math.max(fromMs, observedUntilMs);
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
