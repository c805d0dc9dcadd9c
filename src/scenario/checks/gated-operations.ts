/** Which operations a gate can ask for: those of its phase, or of any phase. */
import type { Mix, PhaseSettings } from '../../model/scenario.js';
import type { NodeName } from '../../model/topology.js';
import { mixOf, operationsOf } from '../../kit/mixes.js';
import type { Gate } from '../../model/gate.js';

/** What gates may name, whether the scenario is being read or was stored with a run. Null for what cannot be understood. */
export interface GateSurroundings {
  readonly faults: readonly { readonly name: string | null }[];
  readonly phases: readonly {
    readonly name: string | null;
    readonly settings: Pick<PhaseSettings, 'isWarmup' | 'durationMs' | 'mix'> | null;
  }[];
  /** Operations with a positive weight, of phases without a mix of their own. */
  readonly mix: Mix | null;
  readonly target: { readonly nodes: readonly NodeName[] } | null;
}

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
