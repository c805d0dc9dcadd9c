/** The numbers of the command line that shape a study, checked before anything is started. */
import { parseDuration, printDuration } from '../../kit/duration.js';
import { ToolError } from '../../kit/error.js';
import type { Plan } from '../../model/plan.js';
import { notWhole } from '../whole-number.js';
import { trialsMax } from '../../verdict/evidence/binomial.js';

export interface StudyNumbers {
  /** Conclusive repetitions that are wanted. */
  readonly wanted: number;
  /** Repetitions that may stand in for inconclusive ones. */
  readonly spare: number;
  readonly phaseWindowMs: number;
}

export interface StudyNumberArgs {
  readonly repeat: number;
  readonly spare?: number | undefined;
  readonly phaseWindow?: string | undefined;
}

/** One stand-in for every five repetitions, as busy machines need, and no more: a study that often fails to measure should say so. */
const repetitionsPerSpare = 5;
/** Galera members tell each other that they live once a second; leases and failover controllers are mostly faster. */
export const defaultPhaseWindow = '1s';

export function studyNumbers({ repeat, spare, phaseWindow = defaultPhaseWindow }: StudyNumberArgs): StudyNumbers {
  const wanted = wholeNumber('repeat', repeat, 1);
  const spares = spare === undefined ? Math.ceil(wanted / repetitionsPerSpare) : wholeNumber('spare', spare, 0);
  const parsed = parseDuration(phaseWindow);
  if (!parsed.ok) {
    const { message, expected, remedy } = parsed.problem;
    throw new ToolError('invalidScenario', `--phase-window: ${message} Expected is ${expected}.`, remedy);
  }
  return { wanted, spare: spares, phaseWindowMs: parsed.value };
}

function wholeNumber(option: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least && value <= trialsMax) return value;
  const message = notWhole(option, value, { least, most: trialsMax });
  throw new ToolError('invalidScenario', message, 'Ten repetitions make a gate, 59 an audit.');
}

/** Refuses what no repetition could show: no fault, or one that would be healed after the end. */
export function refuseUnfit({ faults, durationMs, scenario }: Plan, phaseWindowMs: number): void {
  const real = faults.filter((fault) => fault.kind !== 'none');
  if (real.length === 0) {
    const message = `The scenario ${scenario.name} has no fault, so there is no recovery to time.`;
    throw new ToolError('invalidScenario', message, 'Give it a fault, or rehearse it once with: paystorm run.');
  }
  const late = real.find((fault) => fault.healAtMs + phaseWindowMs > durationMs);
  if (late === undefined) return;
  const leftMs = durationMs - late.healAtMs;
  const message = `With a phase window of ${printDuration(phaseWindowMs)} the heal of ${late.name} could come after the end of the load: it leaves ${printDuration(leftMs)}.`;
  throw new ToolError('invalidScenario', message, 'Make the last phase longer, or give a smaller --phase-window.');
}
