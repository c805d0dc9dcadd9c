/** From counts of production to phases that can be played: straight pieces, their mixes, and how well all of it fits. */
import { arrivalsBetween } from '../kit/arrivals-between.js';
import { peakOf } from '../kit/rate-curve.js';
import type { Mix } from '../model/scenario.js';
import { durationOf, sumOf, type Counts } from './counts.js';
import { observedPeak, type PeakWindow } from './find-peak.js';
import { mixBetween, ownMix, splitByMix, type Series } from './fit-mixes.js';
import { fitPieces, type Piece } from './fit-pieces.js';
import { keepPeak, type FittedSegment } from './keep-peak.js';

/** Some room is left for pieces that the mix needs, and the peak. */
const pieces = { byRate: 18, byMix: 22 } as const;
const binsMax = 1_000;
/** Of a rehearsal: a shorter piece could hardly be seen in a report. */
const shortestPlayedMs = 500;
/** Less scatter than this, against that of chance, is a metronome. */
const evenScatterMax = 0.5;

export interface FittedPhase extends FittedSegment {
  /** Null where that of the whole holds. */
  readonly mix: Mix | null;
}

export interface Fit {
  readonly counts: Counts;
  /** How many times faster than production it is played. */
  readonly speed: number;
  /** On the time of production, from 0. */
  readonly phases: readonly FittedPhase[];
  /** Null where only totals were counted. */
  readonly mix: Mix | null;
  readonly binMs: number;
  readonly meanPerSecond: number;
  /** Mean distance of a bin from the fit, and how much of it chance would make around the true rate. */
  readonly errorPerSecond: number;
  readonly chancePerSecond: number;
  readonly isWithin: boolean;
  readonly observed: PeakWindow;
  readonly fittedPeakPerSecond: number;
  /** Variance of single steps around the fit, in units of that of a Poisson process. */
  readonly scatter: number;
  readonly arrivals: 'poisson' | 'even';
}

export interface FitOptions {
  readonly speed: number;
  /** Error beyond chance that is allowed, as a share of the mean rate. */
  readonly within: number;
}

export function fitLog(counts: Counts, { speed, within }: FitOptions): Fit {
  const { totals, stepMs } = counts;
  const steps = Math.ceil(Math.max(1, totals.length / binsMax, (shortestPlayedMs * speed) / stepMs));
  const binMs = steps * stepMs;
  const rates = binned(totals, steps).map((count) => (count * 1_000) / binMs);
  const meanPerSecond = (sumOf(totals) * 1_000) / durationOf(counts);
  const chancePerSecond = chanceOf(rates, binMs);
  const allowed = within * meanPerSecond + chancePerSecond;
  const isGoodEnough = (each: readonly Piece[]): boolean => errorOf(rates, segmentsOf(each, binMs), binMs) <= allowed;
  const byRate = fitPieces(rates, { piecesMax: pieces.byRate, isGoodEnough });
  const series: Series = new Map([...counts.byOperation].map(([name, each]) => [name, binned(each, steps)]));
  const byMix = splitByMix(byRate, series, pieces.byMix);
  const observed = observedPeak(counts);
  const kept = keepPeak(segmentsOf(byMix, binMs), observed, shortestPlayedMs * speed);
  const mix = mixBetween(series, 0, rates.length);
  const phases = kept.map((segment) => {
    const [from, to] = [Math.floor(segment.startMs / binMs), Math.ceil(segment.endMs / binMs)];
    return { ...segment, mix: ownMix(series, from, to, mix) };
  });
  const errorPerSecond = errorOf(rates, phases, binMs);
  const scatter = scatterAround(phases, counts);
  return {
    counts,
    speed,
    phases,
    mix,
    binMs,
    meanPerSecond,
    errorPerSecond,
    chancePerSecond,
    isWithin: errorPerSecond <= allowed,
    observed,
    fittedPeakPerSecond: peakOf(phases).perSecond,
    scatter,
    arrivals: scatter < evenScatterMax ? 'even' : 'poisson',
  };
}

/** Sums of so many neighbours; the last bin is filled up in proportion. */
function binned(values: Float64Array, steps: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(values.length / steps) }, (_unused, bin) => {
    const [from, to] = [bin * steps, Math.min(values.length, (bin + 1) * steps)];
    return (sumOf(values, from, to) * steps) / (to - from);
  });
}

function segmentsOf(fitted: readonly Piece[], binMs: number) {
  return fitted.map(({ from, to, ...rates }) => ({ startMs: from * binMs, endMs: to * binMs, ...rates }));
}

/** Mean distance of the bins from a curve. */
function errorOf(rates: Float64Array, segments: Parameters<typeof arrivalsBetween>[0], binMs: number): number {
  let sum = 0;
  for (const [bin, rate] of rates.entries()) {
    const fitted = arrivalsBetween(segments, bin * binMs, (bin + 1) * binMs);
    sum += Math.abs(rate - (fitted * 1_000) / binMs);
  }
  return sum / rates.length;
}

/** Mean distance of Poisson counts from their rate: √(2/π) standard deviations. */
function chanceOf(rates: Float64Array, binMs: number): number {
  const deviations = rates.map((rate) => Math.sqrt((rate * 1_000) / binMs));
  return (Math.sqrt(2 / Math.PI) * sumOf(deviations)) / rates.length;
}

/** Steps in which less than one is expected tell nothing. */
function scatterAround(segments: readonly FittedSegment[], { totals, stepMs }: Counts): number {
  let [sum, count, at] = [0, 0, 0];
  for (const [step, total] of totals.entries()) {
    const [fromMs, toMs] = [step * stepMs, (step + 1) * stepMs];
    while (at < segments.length - 1 && (segments[at]?.endMs ?? 0) <= fromMs) at += 1;
    const expected = arrivalsBetween(segments.slice(at, at + 2), fromMs, toMs);
    if (expected < 1) continue;
    sum += (total - expected) ** 2 / expected;
    count += 1;
  }
  return count === 0 ? 1 : sum / count;
}
