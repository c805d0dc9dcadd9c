/** What is not the same on both sides: read first, because it may be what is compared, or what spoils the comparison. */
import { differingFacts } from '../kit/differing-facts.js';
import { isOtherQuestion } from '../kit/scenario-facts.js';
import type { Difference, Sample } from '../model/sample.js';

/** The question first, then the target, then the machine. */
export function differencesOf(before: Sample, after: Sample): readonly Difference[] {
  const scenario = differingFacts(before.scenario, after.scenario);
  const environment = differingFacts(before.environment, after.environment);
  return [
    ...scenario.filter(({ what }) => isOtherQuestion(what)),
    ...scenario.filter(({ what }) => !isOtherQuestion(what)),
    ...differingFacts({ seed: seedsOf(before) }, { seed: seedsOf(after) }),
    ...environment.filter(isServer),
    ...environment.filter((each) => !isServer(each)),
    ...differingFacts({ paystorm: before.toolVersion }, { paystorm: after.toolVersion }),
  ];
}

function isServer({ what }: Difference): boolean {
  return /^(?:servers|topology|target)/u.test(what);
}

const seedsShown = 4;

function seedsOf({ runs }: Sample): string {
  const seeds = [...new Set(runs.map(({ seed }) => seed))].sort((a, b) => a - b);
  const shown = seeds.slice(0, seedsShown).join(', ');
  return seeds.length > seedsShown ? `${shown} and ${seeds.length - seedsShown} more` : shown;
}
