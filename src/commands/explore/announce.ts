/** Tells what an exploration will draw before it draws it, and how much of that fits into its time. */
import { printDuration } from '../../kit/duration.js';
import { counted, formatDuration } from '../../kit/format.js';
import { plainText } from '../../catalog/reporters/words/wrap.js';
import { isControl } from '../../repeat/explore/draw-episode.js';
import type { LeftOut } from './choices.js';
import type { ExploreWish } from './explore-args.js';
import { faultWords } from './episode-words.js';
import { drawOf, type ExplorePlace } from './run-explore.js';

const drawsShownMax = 12;

/** Ends without a line break. */
export function announceExploration(place: ExplorePlace, wish: ExploreWish): string {
  const kinds = place.choices.map(({ kind }) => kind.kind).join(', ');
  const fitting = fittingIn(wish.forMs, place);
  const shown = Math.min(fitting, drawsShownMax);
  const numbers = wish.only === null ? Array.from({ length: shown }, (_unused, index) => index + 1) : [wish.only];
  const sentences = [
    `Each is a run of its own on a target made anew, with faults that chance draws from ${kinds}.`,
    ...leftOutSentences(place.leftOut),
    ...lengthSentences(wish, place),
    ...numbers.map((draw) => describeDraw(place, draw)),
    ...(wish.only === null && fitting > shown ? [`… and so on, to about draw ${fitting}.`] : []),
  ];
  return ['Episodes', ...sentences.map((each) => `  ${plainText(each)}`)].join('\n');
}

/** A new one begins as long as the time is not over. */
function fittingIn(forMs: number, { episodeMs }: ExplorePlace): number {
  return Math.max(1, Math.ceil(forMs / episodeMs));
}

function lengthSentences({ only, forMs }: ExploreWish, place: ExplorePlace): readonly string[] {
  const length = `An episode takes about ${formatDuration(place.episodeMs)}`;
  if (only !== null) return [`${length}. Only draw ${only} is played; what is found in it is played twice more.`];
  const fitting = fittingIn(forMs, place);
  return [
    `New ones begin for ${printDuration(forMs)}; every sixth breaks nothing, as control. What is found is played twice more from the same seed.`,
    `${length}, so about ${counted(fitting, 'draw')} ${fitting === 1 ? 'fits' : 'fit'}${fitting === 1 ? ', and that breaks nothing' : ''}.`,
  ];
}

/** Kinds that are left out for the same reason share a sentence. */
function leftOutSentences(leftOut: readonly LeftOut[]): readonly string[] {
  const reasons = [...new Set(leftOut.map(({ why }) => why))];
  return reasons.map((why) => {
    const kinds = leftOut.filter((each) => each.why === why).map(({ kind }) => kind);
    return `Left out: ${kinds.join(', ')}. ${why}`;
  });
}

function describeDraw(place: ExplorePlace, draw: number): string {
  if (isControl(draw)) return `Draw ${draw}: nothing is broken.`;
  return `Draw ${draw}: ${drawOf(place, draw).faults.map(faultWords).join('; ')}.`;
}
