/** What a planned operation did to the traffic: how long it took, and which node served how much of the payments before and after it. */
import { outcomes } from '../../model/outcome.js';
import type { FaultRecovery, Interval, PlannedOperation, ServedShare } from '../../model/recovery.js';
import type { FaultStory } from '../fault-stories.js';
import { lowerBound } from './goodput.js';
import type { Incident } from './incidents.js';
import type { Observation } from './observation.js';

const answers: ReadonlySet<number> = new Set([outcomes.indexOf('acknowledged'), outcomes.indexOf('declined')]);

/** Null for a fault. */
export function plannedOperation(
  observation: Observation,
  story: FaultStory,
  { toMs }: Incident,
  baseline: FaultRecovery['baseline'],
): PlannedOperation | null {
  const { planned, issuedMs, verifiedMs, heal } = story;
  if (planned === null) return null;
  const measuredFromMs = observation.facts.header.plan.phases.find((phase) => !phase.isWarmup)?.startMs ?? 0;
  const before = baseline ?? { fromMs: measuredFromMs, toMs: issuedMs };
  const after = { fromMs: verifiedMs ?? issuedMs, toMs: Math.min(heal?.startedMs ?? toMs, toMs) };
  const tookMs = verifiedMs === null ? null : { valueMs: verifiedMs - issuedMs, errorMs: 0, isCensored: false };
  return { stays: planned === 'stays', tookMs, served: servedShares(observation, issuedMs, [before, after]) };
}

function servedShares(
  observation: Observation,
  issuedMs: number,
  [before, after]: readonly [Interval, Interval],
): readonly ServedShare[] {
  const { nodes } = observation.facts.header;
  const [earlier, later] = [answeredIn(observation, before), answeredIn(observation, after)];
  return nodes.map(({ name: node }, position) => {
    const beforeRatio = shareOf(position, earlier);
    const firstMs = beforeRatio === 0 ? firstAnswerMs(observation, position, issuedMs) : null;
    const firstAnswer = firstMs === null ? null : { valueMs: firstMs - issuedMs, errorMs: 0, isCensored: false };
    return { node, beforeRatio, afterRatio: shareOf(position, later), firstAnswerMs: firstAnswer };
  });
}

/** Node → payments that it answered, of those that began in the range. */
function answeredIn({ arrivals, facts }: Observation, { fromMs, toMs }: Interval): readonly number[] {
  const counts = facts.header.nodes.map(() => 0);
  const end = lowerBound(arrivals.intendedStartMs, toMs);
  for (let index = lowerBound(arrivals.intendedStartMs, fromMs); index < end; index += 1) {
    const node = arrivals.node[index] as number;
    if (answers.has(arrivals.outcome[index] as number) && node < counts.length) counts[node] = (counts[node] ?? 0) + 1;
  }
  return counts;
}

function shareOf(position: number, counts: readonly number[]): number | null {
  const all = counts.reduce((sum, each) => sum + each, 0);
  return all === 0 ? null : (counts[position] ?? 0) / all;
}

/** When the first answer of a node came after the begin; null when none did. */
function firstAnswerMs({ arrivals }: Observation, node: number, fromMs: number): number | null {
  let firstMs = Number.POSITIVE_INFINITY;
  for (let index = 0; index < arrivals.count; index += 1) {
    if (arrivals.node[index] !== node || !answers.has(arrivals.outcome[index] as number)) continue;
    const answeredMs = (arrivals.intendedStartMs[index] as number) + (arrivals.responseTimeMs[index] as number);
    if (answeredMs >= fromMs) firstMs = Math.min(firstMs, answeredMs);
  }
  return Number.isFinite(firstMs) ? Math.round(firstMs) : null;
}
