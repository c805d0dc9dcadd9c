/** How far a figure of one run may lie off by chance: its blocks are drawn again and again, whole, because what happens within one is not independent. */
import { createUniformStream } from '../kit/random.js';
import type { BlockFigure, ReadBlock } from './pooled-blocks.js';
import { bucketWidth } from './resolution.js';

export interface Estimate {
  readonly value: number;
  readonly standardError: number;
  /** Of that error: how many independent blocks it is worth, less one. */
  readonly freedom: number;
}

const draws = 400;
/** Blocks of which each is like its neighbour tell little; more correlated than this they are not taken to be. */
const correlationMax = 0.8;
/** Found by trial on noise that lasts for half a block: with less, more than one in twenty pairs of equal runs differed in their p99. */
const tooFew = 4;

/**
 * B. Efron, 1979, with the blocks of H. R. Künsch, 1989. The spread of few blocks drawn from themselves is too small, and blocks that still go with their neighbours tell less than their number says,
 * by (1 + r) / (1 - r), r being the correlation of each with the next: both are put right. Null where there are no more than four blocks, or they hold nothing.
 */
export function bootstrap(blocks: readonly ReadBlock[], { figureOf, isTime }: BlockFigure): Estimate | null {
  const value = figureOf(blocks);
  const count = blocks.length;
  if (count <= tooFew || !Number.isFinite(value)) return null;
  const unit = createUniformStream(0, 'block-bootstrap');
  const drawn: number[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    const found = figureOf(blocks.map(() => blocks[Math.floor(unit() * count)] as ReadBlock));
    if (Number.isFinite(found)) drawn.push(found);
  }
  const correlation = correlationOf(blocks.map((block) => figureOf([block])).filter(Number.isFinite));
  const worth = Math.max(2, (count * (1 - correlation)) / (1 + correlation));
  const spread = varianceOf(drawn) * (count / (count - tooFew)) * (count / worth);
  return {
    value,
    standardError: Math.max(Math.sqrt(spread), isTime ? (value * bucketWidth) / Math.sqrt(count) : oneArrival(blocks)),
    freedom: worth - 1,
  };
}

/** In hundredths: a share is known no better than what one arrival makes of it. */
function oneArrival(blocks: readonly ReadBlock[]): number {
  return (
    100 /
    Math.max(
      1,
      blocks.reduce((sum, { arrivals }) => sum + arrivals, 0),
    )
  );
}

/** Of each with the next, from 0 to the most that is believed. */
function correlationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const off = values.map((value) => value - mean);
  const all = off.reduce((sum, each) => sum + each * each, 0);
  if (!(all > 0)) return 0;
  const next = off.slice(1).reduce((sum, each, index) => sum + each * (off[index] as number), 0);
  // An estimate from so few lies low by (1 + 4 r) / n (F. H. C. Marriott and J. A. Pope, 1954).
  const found = next / all;
  return Math.min(correlationMax, Math.max(0, found + (1 + 4 * Math.max(0, found)) / values.length));
}

export function varianceOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
