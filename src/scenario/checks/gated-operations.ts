/** Which operations a gate can ask for: those of its phase, or of any phase. */
import { mixOf, operationsOf } from '../../kit/mixes.js';
import type { Gate } from '../../model/gate.js';
import type { GateSurroundings } from './check-gates.js';

/** Null when a mix cannot be understood. */
export function gatedOperations({ scope }: Gate, { mix, phases }: GateSurroundings): readonly string[] | null {
  const known = phases.map(({ settings }) => settings).filter((settings) => settings !== null);
  if (mix === null || known.length < phases.length) return null;
  const phase = scope.kind === 'during' ? phases.find(({ name }) => name === scope.phase)?.settings : undefined;
  return phase ? Object.keys(mixOf(phase, { mix })).sort() : operationsOf({ mix, phases: known });
}

/** What lacks an operation, as a subject: the gate's phase where phases differ. */
export function wherever({ scope }: Gate, { phases }: GateSurroundings): string {
  const isOfPhase = scope.kind === 'during' && phases.some(({ settings }) => settings?.mix !== undefined);
  return isOfPhase ? `The phase "${scope.phase}"` : 'The scenario';
}
