/** How a compared measure is written, in every table that shows it. */
import { formatFigure } from '../../kit/format-figure.js';
import { formatNumber } from '../../kit/format.js';
import type { Contrast, ContrastMeasure, ContrastVerdict, MeasureStatus } from '../../model/contrast.js';
import type { SideOfEffect } from '../../model/effect.js';
import type { GateUnit } from '../../model/gate.js';
import type { StatusWord } from '../../catalog/reporters/words/status.js';

export const measureWords: Readonly<Record<MeasureStatus, StatusWord>> = {
  worse: { icon: '✘', word: 'worse', tone: 'violation' },
  better: { icon: '✔', word: 'better', tone: 'good' },
  same: { icon: '✔', word: 'same', tone: 'good' },
  unproven: { icon: '?', word: 'chance?', tone: 'warm' },
  'not-comparable': { icon: '?', word: 'unknown', tone: 'warm' },
};

export const contrastWords: Readonly<Record<ContrastVerdict, StatusWord>> = {
  worse: { icon: '✘', word: 'worse', tone: 'violation' },
  'no-worse': { icon: '✔', word: 'no regression', tone: 'good' },
  inconclusive: { icon: '?', word: 'inconclusive', tone: 'warm' },
};

export function sideWords(side: SideOfEffect | undefined, unit: GateUnit): string {
  if (side === undefined) return '–';
  return `${side.isAtLeast ? '≥ ' : ''}${formatFigure(side.value, unit)}`;
}

/** "+20 ms", and its interval. */
export function shiftWords({ effect, unit, isMoney }: ContrastMeasure): string {
  if (effect === null) return '–';
  return isMoney && effect.shift === 0 ? '0' : signed(effect.shift, unit);
}

/** The unit once where both edges have it: "+19.7 … +20.3 ms". */
export function intervalWords({ effect, unit }: ContrastMeasure): string {
  if (effect === null || effect.interval === null) return '';
  const [low = '', high = ''] = effect.interval.map((edge) => signed(edge, unit));
  const [, lowUnit = ''] = / (\S+)$/u.exec(low) ?? [];
  const first = lowUnit !== '' && high.endsWith(` ${lowUnit}`) ? low.slice(0, -lowUnit.length - 1) : low;
  return low === high ? '' : `${first} … ${high}`;
}

/** Shares differ by points: a per cent of a per cent would be read wrongly. */
function signed(value: number, unit: GateUnit): string {
  const size = Math.abs(value);
  const text =
    unit === 'percent' ? `${formatNumber(size)} pt` : unit === 'ms' ? inTimes(size) : formatFigure(size, unit);
  return value === 0 ? text : `${value > 0 ? '+' : '−'}${text}`;
}

/** Below a microsecond nothing is measured. */
function inTimes(sizeMs: number): string {
  return sizeMs < 0.001 ? '0 ms' : formatFigure(sizeMs, 'ms');
}

export function chanceWords({ effect, pCorrected }: ContrastMeasure): string {
  if (effect === null || effect.pValue === null) return '–';
  const p = pCorrected ?? effect.pValue;
  if (effect.shift === 0) return '–';
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

export interface ShownMeasures {
  readonly shown: readonly ContrastMeasure[];
  /** How many others moved. */
  readonly left: number;
}

const othersShown = 5;

/** Headline measures, and what moved most clearly of the others; all of them when asked for. */
export function shownMeasures({ measures }: Contrast, isAll: boolean): ShownMeasures {
  if (isAll) return { shown: measures, left: 0 };
  const headline = measures.filter(({ isHeadline, isMoney, status }) => isHeadline && (!isMoney || status !== 'same'));
  const moved = measures.filter(({ isHeadline, status }) => !isHeadline && (status === 'worse' || status === 'better'));
  const clearest = moved
    .toSorted((one, other) => (one.pCorrected ?? 1) - (other.pCorrected ?? 1))
    .slice(0, othersShown);
  return { shown: [...headline, ...clearest], left: moved.length - clearest.length };
}

/** One line for money that is as it should be. */
export function moneyLine({ measures }: Contrast): string | null {
  const money = measures.filter(({ isMoney }) => isMoney);
  if (money.length === 0 || money.some(({ status }) => status !== 'same')) return null;
  const isClean = money.every(({ effect }) => effect !== null && effect.after.value === 0);
  return isClean
    ? 'Money: nothing lost, doubled, partial or drifted, before or after.'
    : 'Money: what is wrong after was as wrong before.';
}

/** What a reader needs to know of how chance was ruled out. */
export function methodSentences({ measures }: Contrast): readonly string[] {
  const used = new Set(measures.filter(({ isHeadline }) => isHeadline).map(({ effect }) => effect?.method));
  return [
    used.has('ranks')
      ? 'p: exact Mann–Whitney test over the runs; shift: Hodges–Lehmann, with its 95 % interval.'
      : null,
    used.has('one-of-many')
      ? "p: Student's test with the spread between runs, which takes them to scatter as errors do."
      : null,
    used.has('blocks')
      ? 'p and interval: bootstrap over tenths of each phase, blind to what differs from run to run; so few runs have twice the allowance.'
      : null,
    'p is corrected for the number of headline measures (Holm); the others tell where to look and are not judged.',
    'Worse or better: beyond the allowance, and p < 0.05.',
  ].filter((sentence) => sentence !== null);
}

/** The end of a command's life as a sentence of its own: codes of runs speak of gates. */
export function meaningOfContrast(exitCode: number): string {
  const meanings: Readonly<Record<number, string>> = {
    0: 'nothing got worse by more than chance',
    99: 'something got worse by more than chance',
    120: 'more money went wrong than before',
    121: 'not everything could be compared',
  };
  return meanings[exitCode] ?? '';
}
