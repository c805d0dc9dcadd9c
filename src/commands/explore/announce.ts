/** Tells what an exploration will draw before it draws it. */
import { printDuration } from '../../kit/duration.js';
import { isControl } from '../../repeat/explore/draw-episode.js';
import type { ExploreWish } from './explore-args.js';
import { faultWords } from './episode-words.js';
import { drawOf, type ExplorePlace } from './run-explore.js';

const drawsShown = 12;

/** Ends without a line break. */
export function announceExploration(place: ExplorePlace, { forMs, only }: ExploreWish): string {
  const kinds = place.choices.map(({ kind }) => kind.kind).join(', ');
  const numbers = only === null ? Array.from({ length: drawsShown }, (_unused, index) => index + 1) : [only];
  return [
    'Episodes',
    `  Each is a run of its own on a target made anew, with faults that chance draws from ${kinds}.`,
    only === null
      ? `  New ones begin for ${printDuration(forMs)}; every sixth breaks nothing, as control. What is found is played twice more from the same seed.`
      : `  Only draw ${only} is played; what is found in it is played twice more.`,
    ...numbers.map((draw) => `  ${describeDraw(place, draw)}`),
    ...(only === null ? ['  … and so on.'] : []),
  ].join('\n');
}

function describeDraw(place: ExplorePlace, draw: number): string {
  if (isControl(draw)) return `Draw ${draw}: nothing is broken.`;
  return `Draw ${draw}: ${drawOf(place, draw).faults.map(faultWords).join('; ')}.`;
}
