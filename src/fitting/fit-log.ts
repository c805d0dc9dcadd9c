/** From counts of production to phases that can be played: straight pieces, their mixes, and how well all of it fits. */
import { arrivalsBetween } from '../kit/arrivals-between.js';
import { peakOf } from '../kit/rate-curve.js';
import type { Mix } from '../model/scenario.js';
import { durationOf, sumOf, type Counts } from './counts.js';
import { observedPeak, type PeakWindow } from './find-peak.js';
import { chooseMixes } from './choose-mixes.js';
import { scatterOf } from './scatter.js';
import { splitByMix, type Series } from './split-by-mix.js';
import { fitPieces, type Piece } from './fit-pieces.js';
import { keepPeak, reaches, type FittedSegment } from './keep-peak.js';

/** Some room is left for pieces that the mix needs, and the peak. */
const pieces = { byRate: 18, byMix: 22 } as const;
const binsMax = 1_000;
/** Of a rehearsal: a shorter piece could hardly be seen in a report. */
const shortestPlayedMs = 500;
/** Less scatter than this, against that of chance, is a metronome. */
const evenScatterMax = 0.25;

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
  /** Of the phases without one of their own; null where only totals were counted. */
  readonly mix: Mix | null;
  readonly binMs: number;
  readonly meanPerSecond: number;
  /** Mean distance of a bin from the fit, and how much of it chance would make around the true rate. */
  readonly errorPerSecond: number;
  readonly chancePerSecond: number;
  readonly isWithin: boolean;
  readonly observed: PeakWindow;
  readonly fittedPeakPerSecond: number;
  /** Variance from one step to the next, in units of that of a Poisson process. */
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
  const scatter = scatterOf(totals);
  // What scatters more than chance has a reason, which the phases should hold.
  const chance = Math.min(1, scatter);
  const chancePerSecond = Math.sqrt(chance) * chanceOf(rates, binMs);
  const allowed = within * meanPerSecond + chancePerSecond;
  const observed = observedPeak(counts, chance);
  const withPeak = (each: readonly Piece[]) => keepPeak(segmentsOf(each, binMs), observed, shortestPlayedMs * speed);
  const isGoodEnough = (each: readonly Piece[]): boolean =>
    (isShort(observed, binMs) || reaches(segmentsOf(each, binMs), observed)) &&
    errorOf(rates, withPeak(each), binMs) <= allowed;
  const byRate = fitPieces(rates, { piecesMax: pieces.byRate, isGoodEnough });
  const series: Series = new Map([...counts.byOperation].map(([name, each]) => [name, binned(each, steps)]));
  const kept = withPeak(splitByMix(byRate, series, pieces.byMix));
  const stretches = kept.map(({ startMs, endMs }) => ({
    from: Math.floor(startMs / binMs),
    to: Math.ceil(endMs / binMs),
  }));
  const { mix, own } = chooseMixes(series, stretches);
  const phases = kept.map((segment, index) => ({ ...segment, mix: own[index] ?? null }));
  const errorPerSecond = errorOf(rates, phases, binMs);
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

/** A peak within a bin is no matter of more pieces. */
function isShort({ startMs, endMs }: PeakWindow, binMs: number): boolean {
  return endMs - startMs < binMs;
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
