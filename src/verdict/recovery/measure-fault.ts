/** Measures one fault by the rules of the definitions: every milestone with its error, or why it cannot be said. */
import { formatDuration } from '../../kit/format.js';
import type { FaultRecovery, Interval } from '../../model/recovery.js';
import type { FaultStory } from '../fault-stories.js';
import type { Baseline, BaselineFound } from './find-baseline.js';
import { findBrownouts } from './find-brownouts.js';
import { findOutages } from './find-outages.js';
import { injectionMilestones, type Span } from './fault-milestones.js';
import { healMilestone } from './heal-milestone.js';
import type { Incident } from './incidents.js';
import type { Observation } from './observation.js';
import { brownoutStretches, outageStretches } from './stretches.js';
import { plannedOperation } from './planned-operation.js';
import { isUnseen } from './windows.js';
import { missingService } from './unavailability.js';
import { timeToDetectByClients, viewZones, worstConnection } from './client-view.js';
import { injectionOf, timeToDetect, timeToFullRedundancy } from './milestones.js';
import { nodeOutagesOf } from './node-outages.js';

export interface MeasuredIncident {
  readonly incident: Incident;
  readonly story: FaultStory;
  readonly baseline: BaselineFound;
}

export function measureFault(observation: Observation, measured: MeasuredIncident): FaultRecovery {
  const { facts, faultKinds } = observation;
  const { incident, story, baseline } = measured;
  const range = { fromMs: story.issuedMs, toMs: incident.toMs };
  const told = {
    fault: story.fault,
    kind: story.kind,
    label: faultKinds.has(story.kind) ? faultKinds.get(story.kind).label : story.kind,
    sentence: story.sentence,
    nodes: story.targets.nodes,
    injection: bracketOf(story),
    heal: story.heal,
    timeToDetectMs: timeToDetect(facts, story, incident.toMs),
    timeToFullRedundancyMs: timeToFullRedundancy(facts, story),
    nodeOutages: nodeOutagesOf(observation, story, range),
    timeToDetectByClientsMs: timeToDetectByClients(observation, injectionOf(story), range),
    zones: viewZones(observation, range, story.heal?.startedMs ?? null),
    worstConnection: worstConnection(observation, range),
  };
  const reason = whyInconclusive(observation, measured);
  const planned = plannedOperation(observation, story, incident, baseline.baseline);
  const whole = planned === null ? told : { ...told, planned };
  if (reason !== null || baseline.baseline === null) return { ...whole, ...nothingKnown, inconclusive: reason };
  return { ...whole, ...measureAgainst(observation, measured, baseline.baseline) };
}

function bracketOf({ issuedMs, verifiedMs, firstVerifiedMs }: FaultStory): FaultRecovery['injection'] {
  return { issuedMs, verifiedMs, ...(firstVerifiedMs === undefined ? {} : { firstVerifiedMs }) };
}

const nothingKnown = {
  baseline: null,
  timeToImpactMs: null,
  timeToFirstSuccessMs: null,
  recoveryTimeMs: null,
  timeToSteadyStateMs: null,
  outages: [],
  brownouts: [],
  healOutages: [],
  healBrownouts: [],
  healOutageMs: null,
  healInconclusive: null,
  unavailabilityMass: null,
} as const;

function whyInconclusive(observation: Observation, { incident, story, baseline }: MeasuredIncident): string | null {
  const { instrument, goodput } = observation;
  if (story.verifiedMs === null) {
    return `The effect of "${story.fault}" was never observed${story.ineffectiveReason === null ? '' : `: ${story.ineffectiveReason}`}.`.replace(
      /\.\.$/u,
      '.',
    );
  }
  if (!instrument.isHealthy) return `The load generator was not healthy: ${instrument.problems.join(' ')}`;
  if (isUnseen(goodput, { fromMs: story.issuedMs, toMs: incident.toMs }) || incident.toMs <= story.verifiedMs) {
    return `Observation ended ${formatDuration(Math.max(0, incident.toMs - story.issuedMs))} after the fault, too soon to see what it did.`;
  }
  return baseline.reason;
}

type ToldWithoutBaseline =
  'timeToDetectMs' | 'timeToDetectByClientsMs' | 'timeToFullRedundancyMs' | 'nodeOutages' | 'zones' | 'worstConnection';

type Numbers =
  Omit<
    FaultRecovery,
    'fault' | 'kind' | 'label' | 'sentence' | 'planned' | 'nodes' | 'injection' | 'heal'
  > extends infer All
    ? Omit<All, ToldWithoutBaseline>
    : never;

function measureAgainst(observation: Observation, { incident, story }: MeasuredIncident, baseline: Baseline): Numbers {
  const { goodput, arrivals } = observation;
  const whole = { fromMs: story.issuedMs, toMs: incident.toMs };
  const allOutages = findOutages(goodput, whole);
  const allBrownouts = findBrownouts({ goodput, arrivals, baseline, range: whole, outages: allOutages });
  const span: Span = { incident, story, baseline, outages: allOutages };
  const healMs = story.heal === null ? incident.toMs : Math.min(story.heal.startedMs, incident.toMs);
  const before = { fromMs: whole.fromMs, toMs: healMs };
  const after = { fromMs: healMs, toMs: whole.toMs };
  const milestones = injectionMilestones(observation, span);
  const { fromMs, toMs, arrivals: count, goodputRatio } = baseline;
  return {
    ...milestones,
    baseline: { fromMs, toMs, arrivals: count, goodputRatio },
    outages: outageStretches(observation, clip(allOutages, before)),
    brownouts: brownoutStretches(observation, clip(allBrownouts, before)),
    healOutages: outageStretches(observation, clip(allOutages, after)),
    healBrownouts: brownoutStretches(observation, clip(allBrownouts, after)),
    ...healMilestone(observation, span),
    unavailabilityMass: massOf(observation, whole, baseline.goodputRatio),
  };
}

/** An outage that lasts through a heal is in part the fault's and in part the heal's. */
function clip(intervals: readonly Interval[], { fromMs, toMs }: Interval): readonly Interval[] {
  return intervals
    .map((each) => ({ fromMs: Math.max(each.fromMs, fromMs), toMs: Math.min(each.toMs, toMs) }))
    .filter((each) => each.toMs > each.fromMs);
}

function massOf({ goodput }: Observation, range: Interval, baselineRatio: number): FaultRecovery['unavailabilityMass'] {
  const missing = missingService(goodput, range, baselineRatio);
  return {
    arrivals: Math.round(missing.arrivals),
    arrivalsError: Math.round(missing.arrivalsError),
    fullOutageSeconds: Math.round(missing.fullOutageMs) / 1_000,
    fullOutageSecondsError: Math.round(missing.fullOutageMsError) / 1_000,
  };
}
