/** Says in sentences what a search would try, what it asks of each step, and how long it takes at most. */
import { printDuration } from '../../kit/duration.js';
import { formatDuration, formatNumber, formatPercent } from '../../kit/format.js';
import type { PeakPurpose, PeakSettings } from '../../model/peak.js';
import type { AskedOf } from '../../repeat/peak/asked-gates.js';
import { longestSearch, ratesUpwards } from '../../repeat/peak/search-length.js';
import { lengthOf, warmupMsOf } from '../../repeat/peak/step-scenario.js';
import { plainText, wrapText } from '../../catalog/reporters/words/wrap.js';

const shownRatesMax = 5;

export interface SearchShape {
  readonly settings: PeakSettings;
  readonly asked: AskedOf;
  /** Whether paystorm starts the target itself, anew for each step. */
  readonly isMadeAnew: boolean;
  readonly drainMs: number;
  /** Phases with a mix of their own, which no step has. */
  readonly ownMixes: readonly string[];
  readonly columns: number;
}

/** Ends without a line break. */
export function describeSearch(shape: SearchShape): string {
  const sentences = [...searchSentences(shape), ...gateSentences(shape.asked), lengthSentence(shape)];
  return ['Search', ...sentences.map((each) => wrapText(plainText(each), shape.columns, '  '))].join('\n');
}

function searchSentences({ settings, isMadeAnew, ownMixes }: SearchShape): readonly string[] {
  const { stepMs, holdMs, holds, withinRatio, isUpToAsked } = settings;
  const rates = ratesUpwards(settings);
  const shown = rates.slice(0, shownRatesMax).map((rate) => `${formatNumber(rate)}/s`);
  const more = rates.length > shown.length ? `, … up to ${formatNumber(rates.at(-1) ?? 0)}/s` : '';
  const top = isUpToAsked ? '' : ' (the most that paystorm drives)';
  const target = isMadeAnew ? 'a target made anew' : 'the same target, its ledger filled anew';
  return [
    `Upwards until a step fails: ${shown.join(', ')}${more}${top}. Then halfway between the highest that passed and the lowest that failed, until they are ${formatPercent(withinRatio)} apart.`,
    `A step is ${printDuration(warmupMsOf(stepMs))} of warm-up and ${printDuration(stepMs)} at one rate, on ${target}. One that fails by little, or decides nothing, is tried once more.`,
    `The highest rate that passed must then hold: ${holds === 1 ? 'once' : holds === 2 ? 'twice' : `${holds} times`} for ${printDuration(holdMs)}. If it does not, a lower one must.`,
    ...(ownMixes.length === 0
      ? []
      : [`Every step asks for the mix of the traffic; those of single phases are left out: ${ownMixes.join(', ')}.`]),
  ];
}

function gateSentences({ gates, assumed, leftOut, faults }: AskedOf): readonly string[] {
  const own = gates.filter((gate) => !assumed.includes(gate));
  return [
    ...(faults.length === 0 ? [] : [`Nothing is broken: ${faults.join(', ')} left out.`]),
    ...(own.length === 0 ? [] : [`Asked of each step: ${own.join('; ')}.`]),
    ...(assumed.length === 0
      ? []
      : [`Assumed, because no gate that can be asked says how good the service must be: ${assumed.join('; ')}.`]),
    ...leftOut.map(({ gate, why }) => `Not asked: ${gate}, because ${why}.`),
  ];
}

function lengthSentence(shape: SearchShape): string {
  const { settings } = shape;
  const { steps, holds } = longestSearch(settings);
  const upwards = ratesUpwards(settings).length;
  const [step, hold] = [loadMs('search', settings), loadMs('hold', settings)];
  const least = upwards * step + settings.holds * hold;
  const most = steps * (step + shape.drainMs) + holds * (hold + shape.drainMs);
  const start = shape.isMadeAnew ? ', and the starting and ending of servers each time' : '';
  return `When every rate passes, ${countOf(upwards, 'step')} and ${countOf(settings.holds, 'hold')}, ${formatDuration(least)} of load; at most ${countOf(steps, 'step')} and ${countOf(holds, 'hold')}, ${formatDuration(most)}${start}.`;
}

function loadMs(purpose: PeakPurpose, settings: PeakSettings): number {
  const lengthMs = lengthOf(purpose, settings);
  return warmupMsOf(lengthMs) + lengthMs;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
