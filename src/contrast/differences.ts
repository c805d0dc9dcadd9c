/** What is not the same on both sides: read first, because it may be what is compared, or what spoils the comparison. */
import { isOtherQuestion } from '../kit/scenario-facts.js';
import type { Difference } from '../model/contrast.js';
import type { Facts, Sample } from '../model/sample.js';

/** The question first, then the target, then the machine. */
export function differencesOf(before: Sample, after: Sample): readonly Difference[] {
  const scenario = differing(before.scenario, after.scenario);
  const environment = differing(before.environment, after.environment);
  return [
    ...scenario.filter(({ what }) => isOtherQuestion(what)),
    ...scenario.filter(({ what }) => !isOtherQuestion(what)),
    ...differing({ seed: seedsOf(before) }, { seed: seedsOf(after) }),
    ...environment.filter(isServer),
    ...environment.filter((each) => !isServer(each)),
    ...differing({ paystorm: before.toolVersion }, { paystorm: after.toolVersion }),
  ];
}

function isServer({ what }: Difference): boolean {
  return /^(?:servers|topology|target)/u.test(what);
}

function differing(before: Facts, after: Facts): readonly Difference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((what) => {
    const [one = '–', other = '–'] = [before[what], after[what]];
    return one === other ? [] : [{ what, before: one, after: other }];
  });
}

const seedsShown = 4;

function seedsOf({ runs }: Sample): string {
  const seeds = [...new Set(runs.map(({ seed }) => seed))].sort((a, b) => a - b);
  const shown = seeds.slice(0, seedsShown).join(', ');
  return seeds.length > seedsShown ? `${shown} and ${seeds.length - seedsShown} more` : shown;
}
