/** The 99th percentile over the rate as bars of block characters: where it bends is seen without colour, in 60 columns. */
import { formatNumber } from '../../kit/format.js';
import type { PeakRecord, PeakStep } from '../../model/peak.js';
import { byRate, waitedOf } from './step-words.js';

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const full = '█';
const barMin = 10;

/** One line a rate, its worst step; empty where there is nothing to compare. Ends without a line break. */
export function curveChart({ steps, findings }: PeakRecord, columns: number): string {
  const shown = worstOfEachRate(steps);
  if (shown.length < 2) return '';
  const most = Math.max(...shown.map(timeOf));
  const labels = shown.map(({ ratePerSecond }) => `${formatNumber(ratePerSecond)}/s`);
  const labelWidth = Math.max(...labels.map((label) => label.length));
  const notes = shown.map((step) => noteOf(step, findings.kneePerSecond));
  const room = columns - labelWidth - 3 - Math.max(...notes.map((note) => note.length));
  const lines = shown.map(
    (step, index) =>
      `${(labels[index] as string).padStart(labelWidth)}  ${barOf(timeOf(step) / most, Math.max(barMin, room))} ${notes[index] as string}`,
  );
  return lines.join('\n');
}

function noteOf(step: PeakStep, knee: number | null): string {
  const mark = step.ratePerSecond === knee ? '  ← knee' : '';
  return `${waitedOf(step.responseTimeMsP99)}${step.outcome === 'open' ? ' ?' : ''}${mark}`;
}

/** `share` in [0, 1]; anything above zero is visible. */
function barOf(share: number, width: number): string {
  const parts = Math.max(1, Math.round(share * width * eighths.length));
  return `${full.repeat(Math.floor(parts / eighths.length))}${eighths[parts % eighths.length] as string}`;
}

function worstOfEachRate(steps: readonly PeakStep[]): readonly PeakStep[] {
  const worst = new Map<number, PeakStep>();
  for (const step of byRate(steps)) {
    const before = worst.get(step.ratePerSecond);
    if (step.responseTimeMsP99 !== null && (before === undefined || timeOf(step) > timeOf(before)))
      worst.set(step.ratePerSecond, step);
  }
  return [...worst.values()];
}

function timeOf({ responseTimeMsP99 }: PeakStep): number {
  return responseTimeMsP99?.valueMs ?? 0;
}
