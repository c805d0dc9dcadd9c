/** The machines and servers of a study: each that differed from the others once, with the repetitions that were played there. */
import { canonicalJson } from '../../kit/canonical-json.js';
import type { Environment } from '../../model/environment.js';
import type { StudyEnvironment } from '../../model/rto.js';

export function withEnvironment(
  known: readonly StudyEnvironment[],
  environment: Environment,
  repetition: number,
): readonly StudyEnvironment[] {
  const own = canonicalJson(environment);
  const same = known.findIndex((each) => canonicalJson(each.environment) === own);
  if (same === -1) return [...known, { environment, repetitions: [repetition] }];
  return known.map((each, index) =>
    index === same ? { ...each, repetitions: [...each.repetitions, repetition] } : each,
  );
}
