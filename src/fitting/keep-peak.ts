/** Puts a piece of its own where the counts are highest, when straight pieces alone would lose it: a peak is what a platform is rehearsed for. */
import { peakOf, rateAt } from '../kit/rate-curve.js';
import type { RateSegment } from '../model/rate.js';
import type { PeakWindow } from './find-peak.js';

/** A fitted peak may be this much lower than the observed one. */
const peakWithin = 0.05;

export interface FittedSegment extends RateSegment {
  readonly isPeak: boolean;
}

/** `shortestMs`: a shorter piece could not be played. */
export function keepPeak(
  segments: readonly RateSegment[],
  peak: PeakWindow,
  shortestMs: number,
): readonly FittedSegment[] {
  const bounded = segments.map((segment) => below(segment, peak.stepPerSecond));
  const plain = bounded.map((segment) => ({ ...segment, isPeak: false }));
  if (reaches(bounded, peak)) return plain;
  const endMs = bounded.at(-1)?.endMs ?? 0;
  const lengthMs = Math.min(endMs, Math.max(shortestMs, peak.endMs - peak.startMs));
  const startMs = Math.max(0, Math.min(peak.startMs, endMs - lengthMs));
  const { perSecond } = peak;
  const top = { startMs, endMs: startMs + lengthMs, fromPerSecond: perSecond, toPerSecond: perSecond, isPeak: true };
  const around = plain.flatMap((each) => [cut(each, each.startMs, top.startMs), cut(each, top.endMs, each.endMs)]);
  const kept = around.filter((each) => each.endMs - each.startMs >= shortestMs);
  return closeGaps(
    [...kept, top].sort((left, right) => left.startMs - right.startMs),
    endMs,
  );
}

/** Whether the fit gets as high as the counts did, apart from chance. */
export function reaches(segments: readonly RateSegment[], { surePerSecond }: PeakWindow): boolean {
  return peakOf(segments).perSecond >= surePerSecond * (1 - peakWithin);
}

/** A line ends no higher than anything that was ever counted. */
function below(segment: RateSegment, perSecond: number): RateSegment {
  const { fromPerSecond, toPerSecond } = segment;
  return {
    ...segment,
    fromPerSecond: Math.min(fromPerSecond, perSecond),
    toPerSecond: Math.min(toPerSecond, perSecond),
  };
}

function cut(segment: FittedSegment, fromMs: number, toMs: number): FittedSegment {
  const startMs = Math.max(segment.startMs, fromMs);
  const endMs = Math.min(segment.endMs, toMs);
  if (endMs <= startMs) return { ...segment, startMs, endMs: startMs };
  return { ...segment, startMs, endMs, fromPerSecond: rateAt(segment, startMs), toPerSecond: rateAt(segment, endMs) };
}

/** What was too short to be kept falls to the neighbour; to the peak only where there is no other. */
function closeGaps(segments: readonly FittedSegment[], endMs: number): readonly FittedSegment[] {
  return segments.map((segment, index) => {
    const [before, next] = [segments[index - 1], segments[index + 1]];
    const startMs = before === undefined ? 0 : before.isPeak ? before.endMs : segment.startMs;
    const end = next === undefined ? endMs : segment.isPeak ? segment.endMs : next.startMs;
    return { ...segment, startMs, endMs: end };
  });
}
