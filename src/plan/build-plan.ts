/** Stage 2: a scenario becomes a plan. Pure: the same scenario gives the same plan, on every machine. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../kit/canonical-json.js';
import { operationsOf } from '../kit/mixes.js';
import { deepFreeze } from '../kit/deep-freeze.js';
import { curveOf } from '../kit/phase-curve.js';
import { arrivalsIn } from '../kit/rate-curve.js';
import { redactSecrets } from '../kit/redact.js';
import type { Plan, ScheduledFault, ScheduledPhase } from '../model/plan.js';
import type { RateSegment } from '../model/rate.js';
import type { Catalog } from '../model/registry.js';
import type { PhaseSettings, Scenario } from '../model/scenario.js';
import { layOutMixes } from './lay-out-mixes.js';
import { layOutLedger } from './ledger-layout.js';

export function buildPlan(scenario: Scenario, catalog: Catalog): Plan {
  const phases = layOutPhases(scenario.traffic.phases);
  const segments = phases.flatMap((phase, index) =>
    segmentsOf(scenario.traffic.phases[index] as PhaseSettings, phase, catalog),
  );
  const operations = operationsOf(scenario.traffic).map((kind) => catalog.operations.get(kind));
  const topology = catalog.topologies.get(scenario.target.topology);
  const zones = topology.nodes(scenario.target.settings).map((node) => node.zone);
  const plan: Plan = {
    version: 1,
    scenario,
    // Without secrets: the hash is printed everywhere, and the same story against another password is the same story.
    scenarioHash: createHash('sha256')
      .update(canonicalJson(redactSecrets(scenario)))
      .digest('hex'),
    phases,
    segments,
    durationMs: phases.at(-1)?.endMs ?? 0,
    arrivalsExpected: segments.reduce((sum, segment) => sum + arrivalsIn(segment), 0),
    faults: scenario.faults.map((fault) => placeFault(fault, phases)),
    ledger: layOutLedger(scenario.ledger, { hasPoints: operations.some(({ movesPoints }) => movesPoints === true) }),
    zones: [...new Set(zones)],
  };
  const mixes = layOutMixes(plan);
  return deepFreeze(mixes === null ? plan : { ...plan, mixes });
}

function layOutPhases(phases: readonly PhaseSettings[]): readonly ScheduledPhase[] {
  let startMs = 0;
  return phases.map(({ name, durationMs, isWarmup }) => {
    const phase = { name, startMs, endMs: startMs + durationMs, isWarmup };
    startMs = phase.endMs;
    return phase;
  });
}

function segmentsOf(settings: PhaseSettings, { startMs, endMs }: ScheduledPhase, catalog: Catalog): RateSegment[] {
  return curveOf({ ...settings, durationMs: endMs - startMs }, catalog).map((segment) => ({
    ...segment,
    startMs: startMs + segment.startMs,
    endMs: startMs + segment.endMs,
  }));
}

function placeFault(fault: Scenario['faults'][number], phases: readonly ScheduledPhase[]): ScheduledFault {
  const anchor = phases.find((phase) => phase.name === fault.at.phase);
  const injectAtMs = (anchor?.startMs ?? 0) + fault.at.offsetMs;
  return {
    name: fault.name,
    kind: fault.kind,
    settings: fault.settings,
    injectAtMs,
    healAtMs: injectAtMs + (fault.healAfterMs ?? 0),
    ...(fault.healAfterMs === null ? { stays: true } : {}),
  };
}
