/** Writes a fit down as a scenario file that can be validated and played as it stands. */
import { printDuration } from '../kit/duration.js';
import { printRate } from '../kit/rate-literal.js';
import type { Mix } from '../model/scenario.js';
import type { Fit, FittedPhase } from './fit-log.js';
import { phaseNames } from './name-phases.js';

const warmupMs = 5_000;
/** A line that changes by less over a phase is written as one rate. */
const flatShare = 0.02;
const commentWidth = 100;

export interface ScenarioWords {
  /** Of the scenario. */
  readonly name: string;
  /** What the comments at the top say. */
  readonly sentences: readonly string[];
  /** What all rates are multiplied by. */
  readonly scale: number;
}

export function printScenario(fit: Fit, { name, sentences, scale }: ScenarioWords): string {
  const names = phaseNames(fit);
  const phases = fit.phases.flatMap((phase, index) => phaseLine(phase, names[index] as string, { fit, scale }));
  const first = fit.phases[0]?.fromPerSecond ?? 0;
  const warmup =
    first * scale < 0.001
      ? []
      : [`    - { name: warmup, for: ${printDuration(warmupMs)}, rate: 0/s -> ${rate(first * scale)} }`];
  return [
    ...sentences.flatMap(comment),
    `name: ${name}`,
    'description: What production counted, played again.',
    'target: { topology: galera }',
    'ledger: { accounts: 100k }',
    'traffic:',
    `  mix: ${fit.mix === null ? 'weekday' : printMix(fit.mix)}`,
    `  arrivals: ${fit.arrivals}`,
    '  phases:',
    ...warmup,
    ...phases,
    'gates:',
    '  - lost_payments == 0',
    '  - duplicate_payments == 0',
    '  - balance_drift == 0',
    '',
  ].join('\n');
}

function phaseLine(
  { startMs, endMs, fromPerSecond, toPerSecond, mix }: FittedPhase,
  name: string,
  { fit, scale }: { readonly fit: Fit; readonly scale: number },
): readonly string[] {
  const lengthMs = playedMs(endMs, fit) - playedMs(startMs, fit);
  const [from, to] = [fromPerSecond * scale, toPerSecond * scale];
  const isFlat = Math.abs(to - from) <= flatShare * Math.max(from, to);
  const line = isFlat ? rate((from + to) / 2) : `${rate(from)} -> ${rate(to)}`;
  const own = mix === null ? '' : `, mix: ${printMix(mix)}`;
  return [`    - { name: ${name}, for: ${printDuration(lengthMs)}, rate: ${line}${own} }`];
}

/** To a tenth of a second, so that the file reads well. */
function playedMs(timeMs: number, { speed }: Fit): number {
  return Math.round(timeMs / speed / 100) * 100;
}

function printMix(mix: Mix): string {
  const parts = Object.entries(mix).sort(([, left], [, right]) => right - left);
  return `{ ${parts.map(([kind, share]) => `${kind}: ${share}`).join(', ')} }`;
}

/** Four digits are more than a fit knows. */
function rate(perSecond: number): string {
  return printRate(
    Number(Math.max(0, perSecond).toFixed(3)) < 1 ? Number(perSecond.toFixed(3)) : Number(perSecond.toPrecision(4)),
  );
}

function comment(sentence: string): readonly string[] {
  const lines: string[] = [];
  let line = '#';
  for (const word of sentence.split(' ')) {
    if (line.length + word.length + 1 > commentWidth) {
      lines.push(line);
      line = '#  ';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
