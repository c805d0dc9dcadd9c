/** How the service lived through every fault of the run, one incident after the other. */
import { highest } from '../../kit/highest.js';
import type { FaultRecovery } from '../../model/recovery.js';
import { findBaseline, type BaselineFound } from './find-baseline.js';
import { findOutages } from './find-outages.js';
import { groupIncidents, type Incident } from './incidents.js';
import { measureFault } from './measure-fault.js';
import type { Observation } from './observation.js';

export function measureRecoveries(observation: Observation): readonly FaultRecovery[] {
  const { facts, observedUntilMs } = observation;
  const recoveries: FaultRecovery[] = [];
  let notBeforeMs = 0;
  for (const incident of groupIncidents(facts.faults, observedUntilMs)) {
    const baseline = baselineOf(observation, incident, notBeforeMs);
    const own = incident.faults.map((story) => measureFault(observation, { incident, story, baseline }));
    recoveries.push(...own);
    notBeforeMs = Math.max(notBeforeMs, ...own.map(endOf));
  }
  return recoveries;
}

function baselineOf({ facts, arrivals, goodput }: Observation, incident: Incident, notBeforeMs: number): BaselineFound {
  const { phases, scenario } = facts.header.plan;
  return findBaseline({
    goodput,
    arrivals,
    phases,
    injectedMs: incident.fromMs,
    deadlineMs: scenario.client.deadlineMs,
    notBeforeMs,
    baselineMs: scenario.recovery.baselineMs,
  });
}

/** When the last trace of a fault was gone: a later baseline must not reach back into it. */
function endOf(recovery: FaultRecovery): number {
  const { outages, brownouts, healOutages, healBrownouts, heal, injection } = recovery;
  const ends = [...outages, ...brownouts, ...healOutages, ...healBrownouts].map((interval) => interval.toMs);
  return Math.max(injection.issuedMs, heal?.verifiedMs ?? heal?.startedMs ?? 0, highest(ends) ?? 0);
}

/** Outages of a run in which nothing was broken on purpose. */
export function outagesOf({
  goodput,
  observedUntilMs,
  facts,
}: Omit<Observation, 'faultKinds'>): ReturnType<typeof findOutages> {
  const measuredFromMs = facts.header.plan.phases.find((phase) => !phase.isWarmup)?.startMs ?? 0;
  return findOutages(goodput, { fromMs: measuredFromMs, toMs: observedUntilMs });
}
