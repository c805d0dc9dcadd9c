/** Metrics of the run itself: what it is, where it is, and the gates that can be judged while it goes on. */
import type { Gate } from '../../../model/gate.js';
import { metricNamed } from '../../../model/metric.js';
import { isBreached, liveValue } from '../../../verdict/gates/is-breached.js';
import { toolVersion } from '../../tool-version.js';
import type { Stage, Story } from '../story/story.js';
import { gauge, point, stateSet, type Family } from './family.js';

const milli = 1_000;
const stages: readonly Stage[] = ['set-up', 'load', 'audit', 'ended'];

export function runFamilies(story: Story): readonly Family[] {
  const { plan, header, stage, state, title, isSimulated } = story;
  const { scenario } = plan;
  const phases = [...new Set(plan.phases.map(({ name }) => name))];
  const now = stage === 'load' ? plan.phases.find(({ endMs }) => state.nowMs < endMs)?.name : undefined;
  const info = {
    scenario: scenario.name,
    topology: scenario.target.topology,
    flavor: header?.flavor ?? '',
    run_id: header?.runId ?? '',
    part: title ?? '',
    simulated: String(isSimulated),
  };
  return [
    gauge('paystorm_build_info', 'The paystorm that runs.', [point({ version: toolVersion }, 1)]),
    gauge('paystorm_run_info', 'What is rehearsed.', [point(info, 1)]),
    gauge('paystorm_run_stage', 'What the run is at: 1 for its stage.', stateSet({}, 'stage', stages, stage)),
    gauge('paystorm_run_elapsed_seconds', 'Time since the first phase began.', Math.max(0, state.nowMs) / milli),
    gauge('paystorm_run_planned_seconds', 'How long the phases last together.', plan.durationMs / milli),
    gauge(
      'paystorm_phase_active',
      'The phase of the plan: 1 for the one that runs.',
      stateSet({}, 'phase', phases, now ?? null),
    ),
    gauge(
      'paystorm_gate_breached',
      'Whether the last second, by itself, breaks a gate that can be judged live; the verdict is made at the end.',
      stage === 'load' ? gatesOf(story).map(([gate, isBroken]) => point({ gate }, isBroken ? 1 : 0)) : [],
    ),
  ];
}

/** Those that a second can break, while their scope lasts, by their text. */
export function gatesOf({ plan, state }: Story): readonly (readonly [gate: string, isBroken: boolean])[] {
  const intervals = [...state.latest.values()];
  const judged = plan.scenario.gates.filter(
    (gate) =>
      metricNamed(gate.metric)?.isLive === true &&
      isInScope(gate, { plan, state }) &&
      liveValue(gate, intervals) !== null,
  );
  return judged.map((gate) => [gate.text, breaks(gate, intervals)] as const);
}

/** What may stop a run is a breach when it comes true; any other gate when it does not. */
function breaks(gate: Gate, intervals: Parameters<typeof isBreached>[1]): boolean {
  return isBreached(gate, intervals) === (gate.onBreach === 'abort');
}

function isInScope({ scope, graceMs }: Gate, { plan, state }: Pick<Story, 'plan' | 'state'>): boolean {
  if (scope.kind === 'during') {
    const phase = plan.phases.find(({ name }) => name === scope.phase);
    return phase !== undefined && state.nowMs > phase.startMs + graceMs && state.nowMs <= phase.endMs;
  }
  if (scope.kind === 'after') {
    const fault = plan.faults.find(({ name }) => name === scope.fault);
    return fault !== undefined && state.nowMs > fault.injectAtMs + graceMs;
  }
  const measuredMs = plan.phases.find(({ isWarmup }) => !isWarmup)?.startMs ?? 0;
  return state.nowMs > measuredMs + graceMs;
}
