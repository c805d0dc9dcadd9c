/** The milestones that arrivals tell: impact, first success, recovery, steady state. */
import { formatDuration } from '../../kit/format.js';
import type { FaultRecovery, Interval, Measured } from '../../model/recovery.js';
import type { FaultStory } from '../fault-stories.js';
import type { Baseline } from './find-baseline.js';
import { findRecovery, type RecoveryFound, type RecoverySearch } from './find-recovery.js';
import type { Incident } from './incidents.js';
import type { Observation } from './observation.js';
import { injectionOf, type InjectionBracket } from './milestones.js';
import { arrivalResolutionMs, generatorLagMs } from './resolution.js';
import { findSteadyState } from './steady-state.js';
import { windowArrivals, windowMs } from './windows.js';

/** A generator that lagged by more than this share of the result cannot tell it. What is shorter than a window counts as a window: its error bar has the lag. */
const lagShareMax = 0.1;

export interface Span {
  readonly incident: Incident;
  readonly story: FaultStory;
  readonly baseline: Baseline;
  readonly outages: readonly Interval[];
}

type InjectionMilestones = Pick<
  FaultRecovery,
  'inconclusive' | 'timeToImpactMs' | 'timeToFirstSuccessMs' | 'recoveryTimeMs' | 'timeToSteadyStateMs'
>;

export function injectionMilestones(observation: Observation, span: Span): InjectionMilestones {
  const { incident, story } = span;
  const injection = injectionOf(story);
  const { issuedMs, verifiedMs } = story;
  const found = search(observation, span, { fromMs: issuedMs, doneMs: verifiedMs ?? issuedMs });
  const recoveryTimeMs = recoveryTime(observation, found, { injection, fromMs: issuedMs, toMs: incident.toMs });
  return {
    inconclusive: tooShort(observation, span, found) ?? lagged(observation, issuedMs, recoveryTimeMs),
    timeToImpactMs: timeToImpact(observation, span, injection),
    timeToFirstSuccessMs: timeToFirstSuccess(observation, span, injection),
    recoveryTimeMs,
    timeToSteadyStateMs: timeToSteadyState(observation, span, found),
  };
}

export function search(
  { goodput, facts }: Observation,
  { incident, baseline, outages }: Span,
  { fromMs, doneMs }: Pick<RecoverySearch, 'fromMs' | 'doneMs'>,
): RecoveryFound {
  const { client, recovery } = facts.header.plan.scenario;
  return findRecovery({
    goodput,
    fromMs,
    doneMs,
    toMs: incident.toMs,
    healsMs: incident.healsMs,
    deadlineMs: client.deadlineMs,
    sustainedMs: recovery.sustainedMs,
    baselineRatio: baseline.goodputRatio,
    outages,
  });
}

interface Bounds {
  readonly injection: InjectionBracket;
  readonly fromMs: number;
  readonly toMs: number;
}

/** What was not seen to end lasted at least until the last thing that was seen. */
export function recoveryTime(
  observation: Observation,
  found: RecoveryFound,
  { injection, fromMs, toMs }: Bounds,
): Measured {
  const { midMs } = injection;
  if (found.kind === 'not-recovered') return { valueMs: toMs - midMs, errorMs: 0, isCensored: true };
  if (found.kind === 'recovered' && found.isUnhurt) return { valueMs: 0, errorMs: 0, isCensored: false };
  const atMs = observation.goodput.timeMs[found.index] as number;
  const errorMs = errorAt(observation, atMs, injection) + generatorLagMs(observation.facts.intervals, fromMs, atMs);
  return { valueMs: Math.max(0, atMs - midMs), errorMs: rounded(errorMs), isCensored: found.kind === 'too-short' };
}

function errorAt({ goodput, facts }: Observation, atMs: number, { halfWidthMs }: InjectionBracket): number {
  return arrivalResolutionMs(goodput, atMs, facts.header.plan.scenario.traffic.arrivals) + halfWidthMs;
}

function timeToImpact(observation: Observation, span: Span, injection: InjectionBracket): Measured | null {
  const { goodput } = observation;
  const end = goodput.indexAt(span.incident.toMs);
  for (let index = goodput.indexAt(span.story.issuedMs); index < end; index += 1) {
    if (goodput.isGood(index)) continue;
    const atMs = goodput.timeMs[index] as number;
    const errorMs = rounded(errorAt(observation, atMs, injection));
    return { valueMs: Math.max(0, atMs - injection.midMs), errorMs, isCensored: false };
  }
  return null;
}

/** The end of the last outage that the fault made; where payments never stopped entirely, the first success came at once. */
function timeToFirstSuccess(observation: Observation, span: Span, injection: InjectionBracket): Measured {
  const { incident, outages } = span;
  const firstHealMs = incident.healsMs[0] ?? incident.toMs;
  const last = outages.findLast((outage) => outage.fromMs < firstHealMs);
  if (last === undefined) return { valueMs: 0, errorMs: 0, isCensored: false };
  const errorMs = rounded(errorAt(observation, last.toMs, injection));
  return { valueMs: Math.max(0, last.toMs - injection.midMs), errorMs, isCensored: last.toMs >= incident.toMs };
}

function timeToSteadyState(observation: Observation, span: Span, found: RecoveryFound): Measured | null {
  const { incident, story, baseline } = span;
  const { midMs, halfWidthMs } = injectionOf(story);
  if (found.kind === 'too-short') return null;
  if (found.kind === 'not-recovered') return { valueMs: incident.toMs - midMs, errorMs: 0, isCensored: true };
  const { scenario } = observation.facts.header.plan;
  const steadyMs = findSteadyState({
    ...observation,
    baseline,
    recoveredIndex: found.index,
    toMs: incident.toMs,
    sustainedMs: scenario.recovery.sustainedMs,
    nodeStates: observation.facts.nodeStates,
    targets: story.targets.nodes,
    healedMs: story.heal?.verifiedMs ?? story.heal?.startedMs ?? Number.POSITIVE_INFINITY,
  });
  if (steadyMs === null) return { valueMs: incident.toMs - midMs, errorMs: 0, isCensored: true };
  const isAtOnce = found.isUnhurt && steadyMs === observation.goodput.timeMs[found.index];
  if (isAtOnce) return { valueMs: 0, errorMs: 0, isCensored: false };
  return { valueMs: Math.max(0, steadyMs - midMs), errorMs: windowMs + halfWidthMs, isCensored: false };
}

function tooShort({ goodput, facts }: Observation, { incident, story }: Span, found: RecoveryFound): string | null {
  if (found.kind !== 'too-short') return null;
  const atMs = goodput.timeMs[found.index] as number;
  const { sustainedMs } = facts.header.plan.scenario.recovery;
  const since = formatDuration(Math.max(0, atMs - injectionOf(story).midMs));
  const seenMs = incident.toMs - atMs;
  const arrivals = goodput.indexAt(incident.toMs) - found.index;
  // Long enough, and yet with too few arrivals for one per cent to be one of them.
  const isThin = seenMs >= sustainedMs;
  const seen = `${formatDuration(seenMs)}${isThin ? ` and ${arrivals} arrivals` : ''}`;
  const wanted = `${formatDuration(sustainedMs)}${isThin ? ` with ${windowArrivals} arrivals` : ''}`;
  return `Payments went through again from ${since} after the fault on, but observation ended ${seen} later, and only ${wanted} without relapse count as recovery.`;
}

function lagged({ facts }: Observation, fromMs: number, recoveryTimeMs: Measured): string | null {
  const lagMs = generatorLagMs(facts.intervals, fromMs, fromMs + recoveryTimeMs.valueMs);
  const isSmall = lagMs <= lagShareMax * Math.max(recoveryTimeMs.valueMs, windowMs);
  if (isSmall || recoveryTimeMs.valueMs === 0) return null;
  return `The load generator lagged by ${formatDuration(lagMs)} during the recovery, more than a tenth of what it measured (of ${formatDuration(windowMs)} at least).`;
}

function rounded(valueMs: number): number {
  return Math.round(valueMs * 1_000) / 1_000;
}
