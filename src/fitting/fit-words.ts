/** Says how well the phases fit what was counted, with the figures that somebody needs to doubt it. */
import { printDuration } from '../kit/duration.js';
import { counted, formatCount, formatNumber, formatPercent } from '../kit/format.js';
import { durationOf, sumOf } from './counts.js';
import type { Fit } from './fit-log.js';
import { mixShift } from './split-by-mix.js';
import { phaseNames } from './name-phases.js';
import { printTime } from './parse-time.js';

/** Whole sentences. `within`: the error beyond chance that was allowed, as a share. */
export function fitWords(fit: Fit, within: number): readonly string[] {
  return [whatWasRead(fit), howClose(fit, within), peakWords(fit), scatterWords(fit), ...mixWords(fit)];
}

function whatWasRead({ counts, speed }: Fit): string {
  const { startMs } = counts;
  const endMs = startMs + durationOf(counts);
  const played = durationOf(counts) / speed;
  const pace =
    speed === 1 ? 'played as fast as it was' : `played ${formatNumber(speed)} times as fast, at the same rates`;
  return (
    `${formatCount(sumOf(counts.totals))} operations from ${printTime(startMs)} to ${printTime(endMs)} (UTC), ` +
    `counted every ${printDuration(counts.stepMs)}; ${pace}, in ${printDuration(Math.round(played / 1_000) * 1_000)}.`
  );
}

function howClose(fit: Fit, within: number): string {
  const { phases, binMs, errorPerSecond, chancePerSecond, meanPerSecond, isWithin } = fit;
  const share = meanPerSecond === 0 ? 0 : errorPerSecond / meanPerSecond;
  return (
    `${counted(phases.length, 'phase')}: a stretch of ${printDuration(binMs)} is off by ${formatNumber(errorPerSecond)}/s on average, ${percent(share)} of the mean rate of ${formatNumber(meanPerSecond)}/s; ` +
    `${chancePerSecond < 0.005 ? "none of it is chance's" : `chance alone makes about ${formatNumber(chancePerSecond)}/s`}. ` +
    (isWithin
      ? `That is within the bound of ${percent(within)} beyond chance.`
      : `That is not within the bound of ${percent(within)} beyond chance, and more phases are not allowed: fit a shorter part of the log.`)
  );
}

function peakWords({ observed, fittedPeakPerSecond, counts }: Fit): string {
  const widthMs = observed.endMs - observed.startMs;
  const alone =
    widthMs === counts.stepMs
      ? ''
      : ` (the highest ${printDuration(counts.stepMs)} alone: ${formatNumber(observed.stepPerSecond)}/s, part of which is chance)`;
  return (
    `Peak: ${formatNumber(observed.perSecond)}/s observed over ${printDuration(widthMs)} from ${printTime(counts.startMs + observed.startMs)} on${alone}, ` +
    `${formatNumber(fittedPeakPerSecond)}/s fitted, ${percent(fittedPeakPerSecond / observed.perSecond)} of it.`
  );
}

function scatterWords({ scatter, arrivals }: Fit): string {
  const found = `Counts scatter ${formatNumber(scatter)} times as much as those of a Poisson process`;
  if (arrivals === 'even') return `${found}: arrivals are even.`;
  if (scatter < 2) return `${found}: arrivals are random.`;
  return `${found}: arrivals are random, and production had bursts that the phases do not hold.`;
}

function mixWords(fit: Fit): readonly string[] {
  if (fit.mix === null) return ['The log does not tell operations apart: the mix is the preset weekday, and a guess.'];
  const names = phaseNames(fit).filter((_name, index) => fit.phases[index]?.mix !== null);
  if (names.length === 0)
    return [`Nowhere would more than ${percent(mixShift)} of the operations have to be others than the mix says.`];
  return [
    `More than ${percent(mixShift)} of the operations are others, and the phase has a mix of its own: ${names.join(', ')}.`,
  ];
}

function percent(share: number): string {
  return formatPercent(Number(share.toPrecision(3)));
}
