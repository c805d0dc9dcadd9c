/** How many steps a search can take: what a user is told before it begins, and the bound that keeps it from going on for ever. */
import type { PeakSettings } from '../../model/peak.js';
import { lowerAfter, nextMove } from './search-peak.js';
import type { PlayedStep } from './search.js';
import { halfway } from './tidy-rate.js';

/** Of a rate that fails by little, or decides nothing. */
const triesMax = 2;

export interface SearchLength {
  readonly steps: number;
  readonly holds: number;
}

/** When every rate passes at its first try: the rates on the way up, and the holds. */
export function ratesUpwards(settings: PeakSettings): readonly number[] {
  const played: PlayedStep[] = [];
  for (;;) {
    const move = nextMove(settings, played);
    if (move.kind === 'end' || move.purpose === 'hold') return played.map(({ ratePerSecond }) => ratePerSecond);
    played.push(passing(move.ratePerSecond));
  }
}

/** At most: every rate is tried twice, the widest gap is bisected, and holds fall all the way down, each at its last try. */
export function longestSearch(settings: PeakSettings): SearchLength {
  const upwards = ratesUpwards(settings);
  const ways = upwards.map((high, index) => index + 1 + bisections(upwards[index - 1] ?? high, high, settings));
  return { steps: triesMax * Math.max(...ways), holds: holdRates(upwards, settings) * (settings.holds + 1) };
}

/** Whichever half the search goes on in: the lower one has the smaller gap that is close enough, and rounding to tidy rates can make the upper one the wider. A gap is never wider than its lower rate, so few halvings are ever followed. */
function bisections(low: number, high: number, settings: PeakSettings): number {
  const middle = halfway(low, high, settings.withinRatio);
  return middle === null ? 0 : 1 + Math.max(bisections(low, middle, settings), bisections(middle, high, settings));
}

/** Every fall, and the bisection of the widest. */
function holdRates(upwards: readonly number[], settings: PeakSettings): number {
  let rate = upwards.at(-1) ?? settings.fromPerSecond;
  let falls = 0;
  let widest = 0;
  while (rate > settings.fromPerSecond) {
    falls += 1;
    const lower = lowerAfter(settings, rate, falls);
    widest = Math.max(widest, falls + bisections(lower, rate, settings));
    rate = lower;
  }
  return 1 + Math.max(falls, widest);
}

function passing(ratePerSecond: number): PlayedStep {
  return { purpose: 'search', ratePerSecond, outcome: 'passed', exitCode: 0, goodRatio: 1, isGeneratorLimit: false };
}
