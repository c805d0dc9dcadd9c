/** Checks gates against the rest of the scenario: known phases, faults, nodes and operations, a scope that was really chosen, no gate twice. */
import { closestWord } from '../../kit/did-you-mean.js';
import { metricNamed, type GateTag, type Metric } from '../../model/metric.js';
import { printGate } from '../gates/print-gate.js';
import type { ReadGate } from '../gates/read-gates.js';
import type { Report } from '../overlay.js';
import { problemAt, type ProblemText } from '../problem.js';
import { gatedOperations, wherever, type GateSurroundings } from './gated-operations.js';

interface GateContext {
  readonly draft: GateSurroundings;
  readonly metric: Metric;
  readonly faults: readonly string[];
  readonly phases: readonly string[];
  readonly complain: (word: string, text: ProblemText) => void;
}

export function checkGates(gates: readonly (ReadGate | null)[], draft: GateSurroundings, report: Report): void {
  const faults = [...new Set(draft.faults.map((fault) => fault.name).filter((name) => name !== null))];
  const phases = [...new Set(draft.phases.map((phase) => phase.name).filter((name) => name !== null))];
  const seen = new Set<string>();
  for (const read of gates) {
    const metric = read === null ? undefined : metricNamed(read.gate.metric);
    if (read === null || metric === undefined) continue;
    const complain = (word: string, text: ProblemText): void => report(problemAt(read.placeOf(word), text));
    const context = { draft, metric, faults, phases, complain };
    checkScope(read, context);
    checkWindow(read, context);
    checkTags(read, context);
    checkBreach(read, context);
    if (read.isPartial) continue;
    const printed = `${printGate(read.gate)} ${read.gate.onBreach}`;
    if (seen.has(printed))
      complain(metric.name, { message: 'This gate is there twice.', remedy: 'Remove one of them.' });
    seen.add(printed);
  }
}

function checkScope({ gate, hasScope }: ReadGate, { draft, metric, faults, phases, complain }: GateContext): void {
  const { scope } = gate;
  if (scope.kind === 'after') return checkFault(scope.fault, metric, faults, complain);
  if (scope.kind === 'during') {
    checkPhase(scope.phase, { draft, metric, phases, complain });
    return;
  }
  if (!metric.scopes.includes('run')) {
    const example = faults[0];
    complain(metric.name, {
      message: `"${metric.name}" is measured from a fault, and the gate names none.`,
      expected: faults.length === 0 ? 'a scenario with a fault' : `after ${faults.join(', or after ')}`,
      remedy: example === undefined ? 'Remove this gate, or add a fault.' : `Add "after ${example}".`,
    });
    return;
  }
  if (metric.scopes.length > 1 && !hasScope && draft.faults.length > 0) {
    complain(metric.name, {
      message: `The gate does not say when "${metric.name}" is judged, and a whole run with a fault in it hides the fault.`,
      expected: 'during PHASE, after FAULT, or during run',
      remedy: `Add "during ${phases.at(-1) ?? 'run'}", for example.`,
    });
  }
  if (gate.limit.kind === 'baseline' && draft.faults.length === 0) {
    complain('baseline', {
      message: 'The baseline is the time before the first fault, and there is no fault.',
      remedy: 'Write a value.',
    });
  }
}

function checkFault(name: string, metric: Metric, faults: readonly string[], complain: GateContext['complain']): void {
  if (!metric.scopes.includes('after')) {
    complain(name, {
      message: `"${metric.name}" is always judged over the whole run.`,
      remedy: `Remove "after ${name}".`,
    });
    return;
  }
  if (faults.includes(name)) return;
  const meant = closestWord(name, faults);
  complain(name, {
    message: `There is no fault "${name}".`,
    expected: faults.length === 0 ? 'a scenario with faults' : `one of ${faults.join(', ')}`,
    remedy: meant === null ? null : `Did you mean "${meant}"?`,
  });
}

function checkPhase(name: string, { draft, metric, phases, complain }: Omit<GateContext, 'faults'>): void {
  if (!metric.scopes.includes('during')) {
    const when = metric.scopes.includes('after') ? 'from a fault on' : 'over the whole run';
    const message = `"${metric.name}" is always judged ${when}.`;
    complain(name, {
      message,
      remedy: metric.scopes.includes('after') ? 'Write after FAULT.' : `Remove "during ${name}".`,
    });
    return;
  }
  const phase = draft.phases.find((each) => each.name === name);
  if (phase?.settings?.isWarmup === true) {
    complain(name, { message: `"${name}" is a warm-up, which is not measured.`, remedy: 'Name another phase.' });
  }
  if (phase !== undefined) return;
  const meant = closestWord(name, phases);
  complain(name, {
    message: `There is no phase "${name}".`,
    expected: phases.length === 0 ? 'run' : `run, or one of ${phases.join(', ')}`,
    remedy: meant === null ? null : `Did you mean "${meant}"?`,
  });
}

function checkWindow({ gate }: ReadGate, { draft, metric, complain }: GateContext): void {
  const windowMs = gate.forMs ?? gate.withinMs;
  if (windowMs === null) return;
  const word = gate.forMs === null ? 'within' : 'for';
  if (!metric.hasWindow && !(gate.onBreach === 'abort' && metric.isLive)) {
    complain(word, {
      message: `"${metric.name}" is one number for its scope and has no window.`,
      remedy: `Remove "${word}".`,
    });
    return;
  }
  const { scope } = gate;
  if (gate.limit.kind === 'stored-baseline')
    complain(word, { message: 'A baseline holds whole phases, and no windows of them.', remedy: `Remove "${word}".` });
  if (scope.kind !== 'during') return;
  const phase = draft.phases.find((each) => each.name === scope.phase)?.settings;
  if (phase === null || phase === undefined || windowMs <= phase.durationMs) return;
  complain(word, { message: `The window is longer than the phase "${scope.phase}".`, remedy: 'Shorten the window.' });
}

function checkTags({ gate }: ReadGate, { draft, complain }: GateContext): void {
  const operations = gatedOperations(gate, draft);
  const known: Partial<Record<GateTag, readonly string[]>> = {
    ...(operations === null ? {} : { operation: operations }),
    ...(draft.target === null
      ? {}
      : {
          node: draft.target.nodes.map((node) => node.name),
          zone: [...new Set(draft.target.nodes.map((node) => node.zone))],
        }),
  };
  for (const [tag, value] of Object.entries(gate.tags)) {
    const values = known[tag as GateTag];
    if (values === undefined || values.includes(value)) continue;
    const meant = closestWord(value, values);
    complain(value, {
      message: `${tag === 'operation' ? wherever(gate, draft) : 'The scenario'} has no ${tag} "${value}".`,
      expected: `one of ${values.join(', ')}`,
      remedy: meant === null ? null : `Did you mean "${meant}"?`,
    });
  }
}

/** While the run goes on, threads tell less than the journal: a gate on more than that would never stop anything. */
const liveTags: readonly string[] = ['class'];
const livePercentiles: readonly (string | null)[] = ['p50', 'p99'];

function checkBreach({ gate }: ReadGate, { metric, complain }: GateContext): void {
  if (gate.onBreach !== 'abort') return;
  if (!metric.isLive) {
    const message = `"${metric.name}" is only known after the run, so it cannot stop it.`;
    complain(metric.name, { message, remedy: 'Use errors.rate, goodput or response_time for a gate that aborts.' });
    return;
  }
  if (metric.name === 'response_time' && !livePercentiles.includes(gate.aggregate)) {
    const message = `"${gate.metric}.${gate.aggregate}" is not known while the run goes on.`;
    complain(metric.name, {
      message,
      expected: 'response_time.p50 or response_time.p99',
      remedy: 'Write one of them.',
    });
  }
  for (const tag of Object.keys(gate.tags).filter((each) => !liveTags.includes(each))) {
    complain(tag, { message: `"${tag}" is not told apart while the run goes on.`, remedy: 'Remove the tag.' });
  }
  if (gate.withinMs !== null) {
    complain('within', { message: 'A gate that aborts watches all the time.', remedy: 'Write for instead of within.' });
  }
  if (gate.limit.kind === 'baseline' || gate.limit.kind === 'stored-baseline') {
    complain('baseline', { message: 'A gate that aborts needs a fixed limit.', remedy: 'Write a value.' });
  }
}
