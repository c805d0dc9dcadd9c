/** Two samples become a contrast: what differs between them, what got better or worse, and the verdict. Pure: nothing but the samples is looked at. */
import { indicatorParts } from '../kit/parse-indicator.js';
import { otherQuestions } from '../kit/scenario-facts.js';
import type { Contrast, ContrastMeasure, ContrastSide } from '../model/contrast.js';
import { significanceLevel } from '../model/effect.js';
import type { Sample } from '../model/sample.js';
import { holm } from '../statistics/holm.js';
import { differencesOf } from './differences.js';
import { isMoney, ruleOf } from './measures.js';
import { sumUpContrast } from './sum-up-contrast.js';
import { judgeMeasure, weighMeasure, type WeighedMeasure } from './weigh-measure.js';
import { weighMoney } from './weigh-money.js';

export interface NamedSample {
  /** As the user calls it. */
  readonly name: string;
  readonly sample: Sample;
}

/**
 * The verdict looks at headline measures only, and holds their probabilities against 5 % as a family (Holm). Where there are several runs on a side, one in twenty contrasts at most, between runs of
 * which nothing was changed, finds anything worse or better. Of few runs on both sides that is true of these very runs only: that they differ is sure, and why is not, because two runs of one release
 * may differ as well. The others are a family of their own, and tell where to look.
 */
export function contrastSamples(before: NamedSample, after: NamedSample): Contrast {
  const obstacle = obstacleOf(before.sample, after.sample);
  const samples = { before: before.sample, after: after.sample, obstacle };
  const keys = keysOf(before.sample, after.sample);
  const money = keys
    .filter((key) => isMoney(indicatorParts(key).metric))
    .map((key) => weighMoney(key, before.sample, after.sample));
  const weighed = keys.flatMap((key) => {
    const rule = ruleOf(indicatorParts(key).measure);
    return rule === undefined ? [] : [weighMeasure(key, rule, samples)];
  });
  const measures = [
    ...money,
    ...judgeFamily(weighed.filter(({ isHeadline }) => isHeadline)),
    ...judgeFamily(weighed.filter(({ isHeadline }) => !isHeadline)),
  ];
  return {
    after: sideOf(after),
    differences: differencesOf(before.sample, after.sample),
    measures,
    ...sumUpContrast(measures, { obstacle, before: sideOf(before), after: sideOf(after) }),
  };
}

/** Other traffic or other faults are another question: its answers are no better and no worse. */
function obstacleOf(before: Sample, after: Sample): string | null {
  const [path, ...others] = otherQuestions(before.scenario, after.scenario);
  if (path === undefined) return null;
  const [one, other] = [before.scenario[path] ?? 'absent', after.scenario[path] ?? 'absent'];
  const rest = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return `Not the same rehearsal: ${path} was ${one} before and is ${other} after${rest}.`;
}

/** In the order in which runs keep them. */
function keysOf(before: Sample, after: Sample): readonly string[] {
  const keys = [...before.runs, ...after.runs].flatMap(({ measures }) => [
    ...Object.keys(measures.figures),
    ...Object.keys(measures.unmeasured),
  ]);
  return [...new Set(keys)].sort((one, other) => rankOf(one) - rankOf(other) || (one < other ? -1 : 1));
}

const order = ['recovery_time', 'outage', 'availability', 'response_time', 'errors', 'in_doubt'];

function rankOf(key: string): number {
  const at = order.indexOf(indicatorParts(key).metric);
  return at === -1 ? order.length : at;
}

function judgeFamily(family: readonly WeighedMeasure[]): readonly ContrastMeasure[] {
  const asked = family.flatMap(({ effect }) => (effect === null || effect.pValue === null ? [] : [effect]));
  const corrected = holm(
    asked.map(({ pValue, pValueMin }) => ({ p: pValue ?? 1, least: pValueMin })),
    significanceLevel,
  );
  return family.map((each) => {
    const at = each.effect === null ? -1 : asked.indexOf(each.effect);
    return judgeMeasure(each, at === -1 ? null : (corrected[at] ?? null));
  });
}

export function sideOf({ name, sample }: NamedSample): ContrastSide {
  const doubts = sample.runs.flatMap(({ runId, doubt }) => (doubt === null ? [] : [`${runId}: ${doubt}`]));
  return {
    name,
    scenario: sample.scenario['name'] ?? '',
    runs: sample.runs.length,
    doubts,
    isSimulated: sample.environment['target is simulated'] !== 'no',
  };
}
