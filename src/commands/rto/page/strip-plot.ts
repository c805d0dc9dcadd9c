/** Every measured time as a dot on one axis, with its error bar: a distribution that hides nothing behind a mean. */
import { html, type Content, type Markup } from '../../../catalog/reporters/html/markup.js';
import { linearScale, type Scale } from '../../../catalog/reporters/html/scale.js';
import { drawing, errorBar } from '../../../catalog/reporters/html/sections/waterfall.js';
import { formatDuration, formatMeasured } from '../../../kit/format.js';
import type { Measured } from '../../../model/recovery.js';

export interface Dot {
  readonly measured: Measured;
  /** Shown while one points at it. */
  readonly title: string;
}

export interface Strip {
  readonly label: Content;
  readonly value: Content;
  readonly dots: readonly Dot[];
  /** Ends of the median's interval. */
  readonly medianInterval?: readonly [lower: Measured, upper: Measured] | null;
  readonly median?: Measured | null;
  /** Whether the objective is a promise about these times. */
  readonly hasObjective: boolean;
}

/** Dots nearer than this stand on top of each other: in percent of the axis, about as wide as they are. */
const dotWidth = 1.4;
const levelPx = 8;
const levelsMax = 9;
const halfRowPx = 13;

export function stripPlot(strips: readonly Strip[], objectiveMs: number | null): Markup {
  const ends = strips.flatMap(({ dots }) => dots.map(({ measured }) => measured.valueMs + measured.errorMs));
  const scale = linearScale(Math.max(...ends, objectiveMs ?? 0, 100) * 1.06, 8);
  return html`<div class="waterfall strips">
    ${objectiveMs !== null && headRow(objectiveMs, scale)} ${strips.map((strip) => stripRow(strip, objectiveMs, scale))}
    <div class="row axis" aria-hidden="true">
      <span></span
      ><span></span
      >${drawing(scale.ticks.map((tick) => html`<text x="${scale.at(tick)}%" y="12">${tick === 0 ? '0 s' : formatDuration(tick)}</text>`))}
    </div>
  </div>`;
}

function headRow(objectiveMs: number, scale: Scale): Markup {
  const at = scale.at(objectiveMs);
  const anchor = at > 85 ? 'end' : at < 15 ? 'start' : 'middle';
  return html`<div class="row axis" aria-hidden="true">
    <span></span
    ><span></span
    >${drawing(html`<text x="${at}%" y="14" text-anchor="${anchor}">objective ${formatDuration(objectiveMs)}</text>`)}
  </div> `;
}

function stripRow(strip: Strip, objectiveMs: number | null, scale: Scale): Markup {
  const placed = placeDots(strip.dots, scale);
  const levels = Math.max(0, ...placed.map(({ level }) => level));
  const height = 2 * halfRowPx + levels * levelPx;
  const objective = strip.hasObjective && objectiveMs !== null && line('objective', scale.at(objectiveMs), height);
  return html`<div class="row">
    <span class="name">${strip.label}</span><span class="value">${strip.value}</span
    ><svg class="bars" width="100%" height="${height}" aria-hidden="true">
      ${medianMarks(strip, scale, height)}${objective}${placed.map((each) => dotOf(each, scale, height - halfRowPx))}
    </svg>
  </div> `;
}

function medianMarks({ median, medianInterval }: Strip, scale: Scale, height: number): Content {
  const band = medianInterval && intervalBand(medianInterval, scale, height);
  const middle = median && line('median', scale.at(median.valueMs), height);
  return [band, middle];
}

/** With the error bars of its ends; one that was not seen to end goes on to the edge. */
function intervalBand([lower, upper]: readonly [Measured, Measured], scale: Scale, height: number): Markup {
  const from = scale.at(lower.valueMs - lower.errorMs);
  const to = upper.isCensored ? 100 : scale.at(upper.valueMs + upper.errorMs);
  return html`<rect
    class="interval"
    x="${from}%"
    y="1"
    width="${Math.max(0.3, to - from).toFixed(2)}%"
    height="${height - 2}"
  />`;
}

function line(kind: string, at: number, height: number): Markup {
  return html`<line class="${kind}" x1="${at}%" x2="${at}%" y1="0" y2="${height}" />`;
}

interface Placed extends Dot {
  readonly level: number;
}

/** From left to right, each on the lowest level where it hides no other; what finds no room among the levels lies on the last. */
export function placeDots(dots: readonly Dot[], scale: Pick<Scale, 'at'>): readonly Placed[] {
  const ends: number[] = [];
  return dots
    .toSorted((left, right) => left.measured.valueMs - right.measured.valueMs)
    .map((dot) => {
      const at = scale.at(dot.measured.valueMs);
      const free = ends.findIndex((end) => end <= at);
      const level = Math.min(free === -1 ? ends.length : free, levelsMax - 1);
      ends[level] = at + dotWidth;
      return { ...dot, level };
    });
}

function dotOf({ measured, title, level }: Placed, scale: Scale, base: number): Markup {
  const x = scale.at(measured.valueMs);
  const kind = measured.isCensored ? 'dot open' : 'dot';
  return html`<g transform="translate(0 ${base - level * levelPx - 9})">
    <title>${title}: ${formatMeasured(measured)}</title>
    ${errorBar(scale, 0, measured)}<circle class="${kind}" cx="${x}%" cy="9" r="3.5" />
  </g>`;
}
