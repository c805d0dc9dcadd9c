/**
 * The search for the highest rate that holds: doubles until a step does not pass, bisects between the last that passed and the first that did not, and
 * lets the highest that passed confirm itself in holds. What comes next is a pure function of what was played, so a search can be continued.
 */
import { exitCodes } from '../../model/exit-code.js';
import type { CutStep, PeakEnd, PeakPurpose, PeakSettings } from '../../model/peak.js';
import { judgeRates, type JudgedRate } from './judge-rates.js';
import type { PlayedStep } from './search.js';
import { halfway, lowerBy, times } from './tidy-rate.js';

const growth = 2;
/** Of the lower rate: no fall does more than halve. */
const fallMax = 1;

export type PeakMove =
  | { readonly kind: 'play'; readonly purpose: PeakPurpose; readonly ratePerSecond: number }
  | { readonly kind: 'end'; readonly end: PeakEnd; readonly heldPerSecond: number | null };

/** `cut` are steps that were cut short: what they have shown of wrong data stands. */
export function nextMove(
  settings: PeakSettings,
  steps: readonly PlayedStep[],
  cut: readonly Pick<CutStep, 'exitCode'>[] = [],
): PeakMove {
  const broken = [...steps, ...cut]
    .map(({ exitCode }) => brokenBy[exitCode ?? exitCodes.pass])
    .find((end) => end !== undefined);
  if (broken !== undefined) return { kind: 'end', end: broken, heldPerSecond: null };
  return nextHold(settings, steps) ?? nextSearch(settings, steps);
}

/** On data that is wrong, or a target that is left dirty, nothing more may be measured. */
const brokenBy: Readonly<Record<number, PeakEnd>> = {
  [exitCodes.healFailed]: 'heal-failed',
  [exitCodes.dataViolation]: 'data-violation',
};

function nextSearch(settings: PeakSettings, steps: readonly PlayedStep[]): PeakMove {
  const { fromPerSecond, upToPerSecond } = settings;
  const rates = judgeRates(steps.filter(({ purpose }) => purpose === 'search'));
  const undecided = rates.find(({ state }) => state === 'again');
  if (undecided !== undefined) return searchAt(undecided.ratePerSecond);
  const low = highestPassed(rates) ?? 0;
  const high = lowestAbove(rates, low);
  if (low === 0) return high === null ? searchAt(fromPerSecond) : endBelow(high);
  if (high === null && low < upToPerSecond) return searchAt(Math.min(upToPerSecond, times(low, growth)));
  const middle = high === null ? null : halfway(low, high.ratePerSecond, settings.withinRatio);
  return middle === null ? holdAt(low) : searchAt(middle);
}

/** Once there are holds the search is over: they fall until a rate holds, and then bisect what lies between it and the one that did not. */
function nextHold(settings: PeakSettings, steps: readonly PlayedStep[]): PeakMove | null {
  const holds = judgeRates(
    steps.filter(({ purpose }) => purpose === 'hold'),
    settings.holds,
  );
  const last = holds.at(-1);
  if (last === undefined) return null;
  if (last.state === 'again') return holdAt(last.ratePerSecond);
  const held = highestPassed(holds);
  if (held === null) {
    if (last.ratePerSecond <= settings.fromPerSecond) return endBelow(last);
    return holdAt(lowerAfter(settings, last.ratePerSecond, holds.length));
  }
  const searched = judgeRates(steps.filter(({ purpose }) => purpose === 'search'));
  const above = lowestAbove([...searched, ...holds], held);
  const middle = above === null ? null : halfway(held, above.ratePerSecond, settings.withinRatio);
  return middle === null ? endHeld(settings, held, above) : holdAt(middle);
}

function highestPassed(rates: readonly JudgedRate[]): number | null {
  const passed = rates.flatMap(({ ratePerSecond, state }) => (state === 'passed' ? [ratePerSecond] : []));
  return passed.length === 0 ? null : Math.max(...passed);
}

/** The first fall is the tolerance, and each further one twice the last, so that holds that fail again and again soon come to the first rate. */
export function lowerAfter(settings: PeakSettings, ratePerSecond: number, falls: number): number {
  const share = Math.min(fallMax, settings.withinRatio * growth ** (falls - 1));
  return Math.max(settings.fromPerSecond, lowerBy(ratePerSecond, share));
}

function lowestAbove(rates: readonly JudgedRate[], low: number): JudgedRate | null {
  const above = rates.filter(({ ratePerSecond, state }) => ratePerSecond > low && state !== 'passed');
  return above.reduce<JudgedRate | null>(
    (least, each) => (least === null || each.ratePerSecond < least.ratePerSecond ? each : least),
    null,
  );
}

function searchAt(ratePerSecond: number): PeakMove {
  return { kind: 'play', purpose: 'search', ratePerSecond };
}

function holdAt(ratePerSecond: number): PeakMove {
  return { kind: 'play', purpose: 'hold', ratePerSecond };
}

function endBelow({ state }: JudgedRate): PeakMove {
  return { kind: 'end', end: state === 'failed' ? 'below' : 'unmeasured', heldPerSecond: null };
}

function endHeld({ upToPerSecond }: PeakSettings, heldPerSecond: number, above: JudgedRate | null): PeakMove {
  const ends = { failed: 'peak', generator: 'generator', open: 'open' } as const;
  const isTop = above === null || heldPerSecond >= upToPerSecond;
  const end = isTop ? 'up-to' : ends[above.state as keyof typeof ends];
  return { kind: 'end', end, heldPerSecond };
}
