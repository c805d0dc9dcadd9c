/** Where the faults of a draft lie in the plan to come. */
import type { Strike } from '../../kit/blast-radius.js';
import type { FaultKind } from '../../model/fault.js';
import type { FaultSettings } from '../../model/scenario.js';
import type { Draft } from '../draft.js';

export type DraftFault = FaultSettings & { readonly definition: FaultKind };

export interface Window {
  readonly injectAtMs: number;
  readonly healAtMs: number;
  /** A planned operation that is not undone. */
  readonly stays: boolean;
}

/** Null while its phase or the phases before are not understood. */
export function windowOf(fault: FaultSettings, { phases }: Draft): Window | null {
  const index = fault.at.phase === null ? 0 : phases.findIndex((phase) => phase.name === fault.at.phase);
  const before = index === -1 ? [] : phases.slice(0, index);
  if (index === -1 || before.some((phase) => phase.settings === null)) return null;
  const startMs = before.reduce((sum, phase) => sum + (phase.settings?.durationMs ?? 0), 0);
  const injectAtMs = startMs + fault.at.offsetMs;
  return { injectAtMs, healAtMs: injectAtMs + (fault.healAfterMs ?? 0), stays: fault.healAfterMs === null };
}

/** Of the fault at that place in the list; null while it, or where it lies, is not understood. */
export function strikeOf(index: number, draft: Draft): (Strike & { readonly index: number }) | null {
  const settings = draft.faults[index]?.settings ?? null;
  const window = settings === null ? null : windowOf(settings, draft);
  if (settings === null || window === null) return null;
  return { index, kind: settings.definition, settings: settings.settings, ...window };
}
