/** What is allowed, but will probably not say what its author hopes: short baselines, early heals, no time left to watch. */
import { printDuration } from '../kit/duration.js';
import { formatCount } from '../kit/format.js';
import { groupClose } from '../kit/group-close.js';
import type { Plan, ScheduledFault, ScheduledPhase } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';
import { baselineArrivalsMin, togetherMs } from '../model/recovery.js';
import { courseWarnings } from './course-warnings.js';
import { arrivalsBetween } from '../kit/arrivals-between.js';

/** Faults injected together, in order, and how long they are watched. */
interface Incident {
  readonly faults: readonly ScheduledFault[];
  readonly startMs: number;
  /** The next incident's injection, or the end of the plan. */
  readonly endMs: number;
  /** When the last heal of the incidents before was due. */
  readonly notBeforeMs: number;
}

export function planWarnings(plan: Plan, catalog: Catalog): readonly string[] {
  const incidentWarnings = incidentsOf(plan).flatMap((incident) => [
    ...baselineWarning(incident, plan),
    ...recoveryWarning(incident, plan),
    ...healWarning(incident, plan),
    ...settleWarning(incident, plan),
    ...gateWarning(incident, plan),
  ]);
  return [
    ...incidentWarnings,
    ...courseWarnings(plan, catalog),
    ...gatesWarning(plan),
    ...clientWarning(plan),
    ...heldLocksWarning(plan),
    ...postingWarning(plan),
  ];
}

function incidentsOf({ faults, durationMs }: Plan): readonly Incident[] {
  const inOrder = [...faults].sort((left, right) => left.injectAtMs - right.injectAtMs);
  const groups = groupClose(inOrder, ({ injectAtMs }) => injectAtMs, togetherMs);
  return groups.map((group, index) => ({
    faults: group,
    startMs: group[0].injectAtMs,
    endMs: groups[index + 1]?.[0].injectAtMs ?? durationMs,
    notBeforeMs: Math.max(
      0,
      ...groups
        .slice(0, index)
        .flat()
        .map((fault) => fault.healAtMs),
    ),
  }));
}

/** The baseline lies before the injection, a deadline apart from it, after the warm-up and after the heal of earlier faults. */
function baselineWarning(incident: Incident, plan: Plan): readonly string[] {
  const toMs = incident.startMs - plan.scenario.client.deadlineMs;
  const fromMs = Math.max(measuredStartMs(plan.phases, incident.startMs), incident.notBeforeMs);
  const arrivals = arrivalsBetween(plan.segments, fromMs, toMs);
  // Three standard deviations of a Poisson process.
  const spread = plan.scenario.traffic.arrivals === 'poisson' ? 3 * Math.sqrt(arrivals) : 0;
  if (arrivals - spread >= baselineArrivalsMin) return [];
  const chance = spread > 0 ? `, give or take ${formatCount(spread)}` : '';
  return [
    `Before ${namesOf(incident)} only about ${formatCount(arrivals)} operations are measured${chance}; with fewer than ${formatCount(baselineArrivalsMin)} there is no baseline, and the run is inconclusive.`,
  ];
}

/** Back over the phases that are measured without a break. */
function measuredStartMs(phases: readonly ScheduledPhase[], atMs: number): number {
  let first = phases.findLastIndex((phase) => phase.startMs <= atMs);
  while (first > 0 && phases[first - 1]?.isWarmup === false) first -= 1;
  return phases[first]?.startMs ?? 0;
}

function recoveryWarning(incident: Incident, { scenario, durationMs }: Plan): readonly string[] {
  const { sustainedMs, objectiveMs } = scenario.recovery;
  const seenMs = incident.endMs - incident.startMs;
  const longestMs = seenMs - sustainedMs;
  const end = incident.endMs === durationMs ? 'the run ends' : 'the next fault comes';
  if (longestMs <= 0) {
    return [
      `${end} ${printDuration(seenMs)} after ${namesOf(incident)}, before ${printDuration(sustainedMs)} of good service can be seen: the recovery time can only be "at least".`,
    ].map(capitalised);
  }
  if (objectiveMs === null || longestMs >= objectiveMs) return [];
  return [
    `${end} ${printDuration(seenMs)} after ${namesOf(incident)}: a recovery longer than ${printDuration(longestMs)} would be reported as "at least", although ${printDuration(objectiveMs)} are allowed.`,
  ].map(capitalised);
}

/** A heal can hurt as much as the fault: if it falls into the good period that recovery needs, the fault never seems recovered from. */
function healWarning(incident: Incident, { scenario }: Plan): readonly string[] {
  const healed = incident.faults.filter((fault) => fault.stays !== true);
  if (healed.length === 0) return [];
  const { sustainedMs, objectiveMs } = scenario.recovery;
  const healMs = Math.min(...healed.map((fault) => fault.healAtMs)) - incident.startMs;
  const longestMs = healMs - sustainedMs;
  if (longestMs >= (objectiveMs ?? 0)) return [];
  const limit = longestMs <= 0 ? 'any recovery' : `a recovery longer than ${printDuration(longestMs)}`;
  return [
    `The heal comes ${printDuration(healMs)} after ${namesOf(incident)}, and recovery needs ${printDuration(sustainedMs)} of good service: if the heal hurts, ${limit} would be reported too long, or as "at least".`,
  ];
}

function settleWarning(incident: Incident, { scenario, durationMs }: Plan): readonly string[] {
  if (incident.endMs !== durationMs) return [];
  const healed = incident.faults.filter((fault) => fault.stays !== true);
  const leftMs = durationMs - Math.max(...healed.map((fault) => fault.healAtMs));
  const { sustainedMs } = scenario.recovery;
  if (healed.length === 0 || leftMs >= sustainedMs) return [];
  return [
    `After the heal of ${namesOf(incident)} the load goes on for ${printDuration(leftMs)}; to see that the heal hurts nobody, ${printDuration(sustainedMs)} are needed.`,
  ];
}

function gateWarning(incident: Incident, { scenario }: Plan): readonly string[] {
  const judged = new Set(scenario.gates.flatMap(({ scope }) => (scope.kind === 'after' ? [scope.fault] : [])));
  const isJudged = incident.faults.some((fault) => judged.has(fault.name) || fault.kind === 'none');
  return isJudged ? [] : [`No gate looks at what happens after ${namesOf(incident)}.`];
}

function gatesWarning({ scenario }: Plan): readonly string[] {
  if (scenario.gates.length === 0) return ['Without gates, nothing but wrong data can make this run fail.'];
  const isLossGated = scenario.gates.some((gate) => gate.metric === 'lost_payments' || gate.metric === 'lost_money');
  return isLossGated
    ? []
    : ['No gate mentions lost payments; they are counted all the same, and still end the run with 120.'];
}

function clientWarning({ scenario }: Plan): readonly string[] {
  const { transactionTimeoutMs, deadlineMs, retryForMs } = scenario.client;
  if (retryForMs !== undefined && retryForMs < transactionTimeoutMs) {
    return [
      `A payment is tried again for ${printDuration(retryForMs)} only, and one attempt may take ${printDuration(transactionTimeoutMs)}: what got no answer is never tried again.`,
    ];
  }
  // Who asks again after that knows that answers may be late.
  if (transactionTimeoutMs >= deadlineMs || retryForMs !== undefined) return [];
  return [
    `An attempt is given up after ${printDuration(transactionTimeoutMs)}, before its deadline of ${printDuration(deadlineMs)}: slow answers become in doubt.`,
  ];
}

/** What is posted only after the load costs nobody anything. */
function postingWarning({ scenario, durationMs }: Plan): readonly string[] {
  const everyMs = scenario.ledger.bufferedPosting?.everyMs ?? 0;
  if (everyMs < durationMs) return [];
  return [
    `Buffered credits are posted every ${printDuration(everyMs)}, and the load lasts ${printDuration(durationMs)}: all of them are posted after it, and what that costs is not seen.`,
  ];
}

/** Locks that are held keep a connection as well. */
function heldLocksWarning({ scenario, segments }: Plan): readonly string[] {
  const { holdLocksMs, deadlineMs, connections } = scenario.client;
  if (holdLocksMs === undefined) return [];
  if (holdLocksMs >= deadlineMs)
    return [
      `Every payment holds its locks for ${printDuration(holdLocksMs)}, and none is answered within its deadline of ${printDuration(deadlineMs)}.`,
    ];
  const carried = (connections * 1_000) / holdLocksMs;
  const due = Math.max(0, ...segments.map(({ fromPerSecond, toPerSecond }) => Math.max(fromPerSecond, toPerSecond)));
  if (due <= carried) return [];
  return [
    `${formatCount(connections)} connections that hold their locks for ${printDuration(holdLocksMs)} carry ${formatCount(carried)} payments a second at most, and up to ${formatCount(due)} operations a second are due.`,
  ];
}

function namesOf({ faults }: Incident): string {
  return faults.map((fault) => fault.name).join(' and ');
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
