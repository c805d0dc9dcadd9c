/** Interval histograms as text, format 1.3 of HdrHistogram's own log: what its tools plot, merge and compare. */
import { build, HistogramLogWriter } from 'hdr-histogram-js';
import { highestUs, histogramShape } from './histogram.js';

/** Values are in µs; the tools divide what they print by this, to give ms. */
export const unitRatio = 1_000;

export interface HistogramLog {
  /** Times in ms from the start of the log. Values in ms; what is no number is left out. Nothing is written of a stretch without values. */
  interval(fromMs: number, toMs: number, valuesMs: Iterable<number>): void;
}

/** `write` is given whole lines. `startEpochMs` is wall clock, in ms since 1970. */
export function createHistogramLog(comment: string, startEpochMs: number, write: (text: string) => void): HistogramLog {
  const log = new HistogramLogWriter(write);
  log.outputComment(comment);
  log.outputComment(`[Values are in microseconds: HistogramLogProcessor -outputValueUnitRatio ${unitRatio}]`);
  log.outputLogFormatVersion();
  log.outputStartTime(startEpochMs);
  log.outputLegend();
  const histogram = build(histogramShape);
  return {
    interval(fromMs, toMs, valuesMs) {
      histogram.reset();
      for (const valueMs of valuesMs) {
        if (!Number.isNaN(valueMs))
          histogram.recordValue(Math.min(highestUs, Math.max(0, Math.round(valueMs * 1_000))));
      }
      if (histogram.totalCount === 0) return;
      log.outputIntervalHistogram(histogram, fromMs / 1_000, toMs / 1_000, unitRatio);
    },
  };
}
