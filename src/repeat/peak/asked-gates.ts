/** Which gates of a scenario can be asked of a step at a constant rate without faults, and which are assumed where none says how good the service must be. */
import { printDuration } from '../../kit/duration.js';
import type { Gate } from '../../model/gate.js';
import { metricNamed, unitOf } from '../../model/metric.js';
import type { AskedGates, PeakSettings } from '../../model/peak.js';
import type { Plan, ScheduledFault } from '../../model/plan.js';
import type { Scenario } from '../../model/scenario.js';

/** The one measured phase of every step. */
export const stepPhase = 'step';

const availabilityAssumed = 99.9;

type GateSource = Pick<Plan, 'scenario' | 'phases' | 'faults'>;

export interface AskedOf extends AskedGates {
  readonly rules: readonly Gate[];
}

export function askGates(source: GateSource, settings: Pick<PeakSettings, 'stepMs' | 'holdMs'>): AskedOf {
  const shortestMs = Math.min(settings.stepMs, settings.holdMs);
  const sorted = source.scenario.gates.map((gate) => ({ gate, why: whyNot(gate, source, shortestMs) }));
  const kept = unique(sorted.filter(({ why }) => why === null).map(({ gate }) => moved(gate)));
  const assumed = kept.some(isOnService) ? [] : assumedFor(source.scenario);
  const rules = [...kept, ...assumed];
  return {
    rules,
    gates: rules.map(wordsOf),
    assumed: assumed.map(({ text }) => text),
    leftOut: sorted.flatMap(({ gate, why }) => (why === null ? [] : [{ gate: gate.text, why }])),
    faults: source.faults.filter(isReal).map(({ name }) => name),
  };
}

/** As written, with what it does where that is not to judge. */
function wordsOf({ text, onBreach }: Gate): string {
  switch (onBreach) {
    case 'fail':
      return text;
    case 'warn':
      return `${text} (warns)`;
    case 'abort':
      return `${text} (stops the step)`;
    default:
      return onBreach satisfies never;
  }
}

/** Ends a sentence that begins with the gate; null when it can be asked. */
function whyNot(gate: Gate, source: GateSource, shortestMs: number): string | null {
  const { scope, limit, withinMs, forMs, graceMs } = gate;
  if (scope.kind === 'after') return `it speaks of ${scope.fault}, and nothing is broken here`;
  const [strikes] = source.faults.filter(isReal);
  if (scope.kind === 'run' && isOfTraffic(gate) && strikes !== undefined)
    return `it speaks of the whole run, in which ${strikes.name} strikes`;
  if (limit.kind === 'baseline') return 'it compares with the time before a fault, and nothing is broken here';
  if (limit.kind === 'stored-baseline') return 'it compares with runs at the rate of the scenario';
  if (scope.kind === 'during') {
    const reason = whyNotPhase(scope.phase, source);
    if (reason !== null) return reason;
  }
  const metric = metricNamed(gate.metric);
  const unit = metric === undefined ? null : unitOf(metric, gate.aggregate);
  if (limit.kind === 'value' && unit === 'per-second')
    return 'it asks for a fixed rate, and the rate is what is varied';
  if (limit.kind === 'value' && limit.value > 0 && unit === 'count' && isOfTraffic(gate))
    return 'it counts over phases of another length';
  const neededMs = Math.max(withinMs ?? 0, (forMs ?? 0) + (gate.onBreach === 'abort' ? graceMs : 0));
  return neededMs > shortestMs ? `it needs ${printDuration(neededMs)}, more than a step lasts` : null;
}

function isReal({ kind }: ScheduledFault): boolean {
  return kind !== 'none';
}

function whyNotPhase(name: string, { phases, faults }: GateSource): string | null {
  const phase = phases.find((each) => each.name === name);
  if (phase === undefined) return `it speaks of ${name}, which is no phase`;
  const hurt = faults.find(
    (fault) => isReal(fault) && fault.injectAtMs < phase.endMs && fault.healAtMs > phase.startMs,
  );
  return hurt === undefined ? null : `it speaks of ${name}, in which ${hurt.name} strikes`;
}

/** In contrast to the ledger and its data, which are judged as a whole whenever they were written. */
function isOfTraffic({ metric }: Gate): boolean {
  return (metricNamed(metric)?.scopes.length ?? 0) > 1;
}

function moved(gate: Gate): Gate {
  const { scope } = gate;
  if (scope.kind !== 'during') return gate;
  const text = gate.text.replace(`during ${scope.phase}`, `during ${stepPhase}`);
  return { ...gate, text, scope: { kind: 'during', phase: stepPhase } };
}

/** What was asked of several phases is asked of the one step once. */
function unique(gates: readonly Gate[]): readonly Gate[] {
  return gates.filter((gate, index) => gates.findIndex((other) => wordsOf(gate) === wordsOf(other)) === index);
}

/** Whether it bounds what customers feel: without such a gate every rate would pass at which nothing is lost. */
function isOnService({ metric, onBreach }: Gate): boolean {
  return onBreach === 'fail' && ['response_time', 'availability', 'goodput'].includes(metric);
}

function assumedFor({ client }: Scenario): readonly Gate[] {
  return [
    assumedGate('availability', null, {
      comparator: '>=',
      limit: { kind: 'value', value: availabilityAssumed, unit: 'percent' },
      words: `>= ${availabilityAssumed}%`,
    }),
    assumedGate('response_time', 'p99', {
      comparator: '<=',
      limit: { kind: 'value', value: client.deadlineMs, unit: 'ms' },
      words: `<= ${printDuration(client.deadlineMs)}`,
    }),
  ];
}

function assumedGate(
  metric: string,
  aggregate: string | null,
  { comparator, limit, words }: Pick<Gate, 'comparator' | 'limit'> & { readonly words: string },
): Gate {
  const indicator = aggregate === null ? metric : `${metric}.${aggregate}`;
  return {
    text: `${indicator} ${words} during ${stepPhase}`,
    name: null,
    metric,
    aggregate,
    tags: {},
    comparator,
    limit,
    scope: { kind: 'during', phase: stepPhase },
    withinMs: null,
    forMs: null,
    onBreach: 'fail',
    graceMs: 0,
  };
}
