/** What a record has to admit beside its figures: faults that were not healed, what went otherwise than planned, and what makes the whole run doubtful. */
import { apiCaveats } from '../kit/client-sentence.js';
import { alwaysDeclined } from './always-declined.js';
import type { Catalog } from '../model/registry.js';
import type { Gathered } from './gather-evidence.js';

/** A fault that the process which judges knows to be still injected. */
export type InjectedFault = { readonly runId: string; readonly fault: string };

/** Of those that are told; all stand in the journal. */
const troublesMax = 5;

export function unhealedOf({ facts }: Gathered, injected: readonly InjectedFault[]): readonly string[] {
  const failures = new Map(facts.faults.map(({ fault, healFailure }) => [fault, healFailure]));
  for (const { fault, runId } of injected) {
    if (runId !== facts.header.runId || (failures.get(fault) ?? null) !== null) continue;
    failures.set(fault, 'its journal could not say why');
  }
  return [...failures].flatMap(([fault, failure]) =>
    failure === null ? [] : [`The fault "${fault}" could not be healed: ${failure.replace(/\.$/u, '')}.`],
  );
}

/** A heal that was not watched to its end, or not for long enough after it, must not pass in silence, nor what was never put to the test or went otherwise than planned. */
export function caveatsOf(
  { evidence, facts: { header, troubles } }: Gathered,
  catalog: Pick<Catalog, 'operations'>,
): readonly string[] {
  const heals = evidence.recoveries.flatMap(({ fault, healInconclusive }) =>
    healInconclusive === null ? [] : [`After the heal of ${fault}: ${healInconclusive}`],
  );
  return [
    ...apiCaveats(header.plan.scenario),
    ...alwaysDeclined(evidence.arrivals, header.operations, catalog),
    ...heals,
    ...troubles.slice(0, troublesMax).map(({ text }) => `Trouble: ${text.replace(/\.$/u, '')}.`),
  ];
}

/** What makes the whole run doubtful, whether or not a gate looks at it. Faults of one incident share their reason. */
export function doubtsOf({ evidence, facts: { brokenBy } }: Gathered): readonly string[] {
  const { instrument, recoveries } = evidence;
  const faultsByReason = new Map<string, string[]>();
  for (const { fault, inconclusive } of recoveries) {
    if (inconclusive !== null) faultsByReason.set(inconclusive, [...(faultsByReason.get(inconclusive) ?? []), fault]);
  }
  const reasons = [...faultsByReason].map(([reason, faults]) => `After ${faults.join(' and ')}: ${reason}`);
  const broken =
    brokenBy === null
      ? []
      : [`The run was ended because its journal could not be written: ${brokenBy.replace(/\.$/u, '')}.`];
  return [...broken, ...(instrument.isHealthy ? [] : instrument.problems), ...reasons];
}
