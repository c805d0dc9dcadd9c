/** What is allowed, but will probably not say what its author hopes: short baselines, early heals, faults before there is anything to measure. */
import { printDuration } from '../kit/duration.js';
import { formatCount } from '../kit/format.js';
import type { Plan, PlannedFault } from '../model/plan.js';
import { arrivalsBetween } from './describe-traffic.js';

/** Arrivals that a baseline needs before anything can be said against it. */
const baselineArrivalsMin = 1000;
/** Longest time a client should need to notice that it must go elsewhere. */
const settleMsMin = 2000;

export function planWarnings(plan: Plan): readonly string[] {
  const faultWarnings = plan.faults.flatMap((fault) => [
    ...baselineWarning(fault, plan),
    ...recoveryWarning(fault, plan),
    ...settleWarning(fault, plan),
    ...aliasWarning(fault, plan),
  ]);
  return [...faultWarnings, ...gateWarnings(plan), ...clientWarnings(plan)];
}

function baselineWarning({ name, injectAtMs }: PlannedFault, plan: Plan): readonly string[] {
  const earlier = plan.faults.filter((fault) => fault.injectAtMs < injectAtMs).map((fault) => fault.healAtMs);
  const warmupEndMs = Math.max(0, ...plan.phases.filter((phase) => phase.isWarmup).map((phase) => phase.endMs));
  const fromMs = Math.max(warmupEndMs, injectAtMs - plan.scenario.recovery.baselineMs, ...earlier);
  const arrivals = arrivalsBetween(plan.segments, fromMs, injectAtMs);
  if (arrivals >= baselineArrivalsMin) return [];
  return [
    `Before ${name} only about ${formatCount(arrivals)} measured operations arrive; below ${formatCount(baselineArrivalsMin)} there is no baseline, and the run is inconclusive.`,
  ];
}

/** Observation of a fault ends at the next heal, injection or the end of the plan; recovery needs S of good service before that. */
function recoveryWarning({ name, injectAtMs, healAtMs }: PlannedFault, plan: Plan): readonly string[] {
  const others = plan.faults.flatMap((fault) => [fault.injectAtMs, fault.healAtMs]).filter((atMs) => atMs > injectAtMs);
  const endMs = Math.min(plan.durationMs, healAtMs, ...others);
  const { sustainedMs, objectiveMs } = plan.scenario.recovery;
  const longestMs = endMs - injectAtMs - sustainedMs;
  const why = endMs === healAtMs ? 'the heal comes' : 'the next thing happens';
  if (longestMs <= 0) {
    return [
      `After ${name}, ${why} ${printDuration(endMs - injectAtMs)} later, before ${printDuration(sustainedMs)} of good service can be seen: its recovery time can only be "at least".`,
    ];
  }
  if (objectiveMs === null || longestMs >= objectiveMs) return [];
  return [
    `After ${name}, ${why} ${printDuration(endMs - injectAtMs)} later: a recovery longer than ${printDuration(longestMs)} would be reported as "at least", although the objective is ${printDuration(objectiveMs)}.`,
  ];
}

function settleWarning({ name, healAtMs }: PlannedFault, { durationMs, scenario }: Plan): readonly string[] {
  const leftMs = durationMs - healAtMs;
  const neededMs = Math.max(settleMsMin, scenario.recovery.sustainedMs);
  if (leftMs >= neededMs) return [];
  return [
    `After the heal of ${name} the load goes on for ${printDuration(leftMs)}; a heal outage longer than that would not be seen to its end (${printDuration(neededMs)} are needed).`,
  ];
}

function aliasWarning({ name, kind }: PlannedFault, { scenario }: Plan): readonly string[] {
  const isNamed = scenario.gates.some((gate) => gate.scope.kind === 'after' && gate.scope.fault === name);
  return isNamed || kind === 'none' || scenario.faults.length > 1
    ? []
    : [`No gate looks at what happens after ${name}.`];
}

function gateWarnings({ scenario }: Plan): readonly string[] {
  if (scenario.gates.length === 0) return ['Without gates, nothing but wrong data can make this run fail.'];
  const isLossGated = scenario.gates.some((gate) => gate.metric === 'lost_payments' || gate.metric === 'lost_money');
  return isLossGated
    ? []
    : ['No gate mentions lost payments; they are counted all the same, and still end the run with 120.'];
}

function clientWarnings({ scenario }: Plan): readonly string[] {
  const { transactionTimeoutMs, deadlineMs } = scenario.client;
  if (transactionTimeoutMs >= deadlineMs) return [];
  return [
    `An attempt is given up after ${printDuration(transactionTimeoutMs)}, before its deadline of ${printDuration(deadlineMs)}: slow answers become in doubt.`,
  ];
}
