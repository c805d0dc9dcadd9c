/** Draws the payments' way as bands whose thickness is their number, as a vector that needs no script. */
import { formatCount } from '../../../../kit/format.js';
import { html, type Markup } from '../markup.js';
import { flowSentence, type FlowLink, type FlowNode, type PaymentFlow } from './payment-flow.js';

const width = 1072;
const headHeight = 26;
/** Thickness of everything that was due. */
const wholeHeight = 150;
/** Whatever is there must be seen, one payment in a million too. */
const thinnest = 2;
const slotHeight = 26;
const gap = 8;
const barWidth = 8;
/** Left edges of the stages; the last one leaves room for its labels. */
const stageLeft = [0, 190, 520, 880] as const;

interface Placed {
  readonly node: FlowNode;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

export function flowDrawing(flow: PaymentFlow): Markup {
  const due = Math.max(1, flow.stages[0]?.nodes[0]?.count ?? 1);
  const thickness = (count: number): number => (count === 0 ? 0 : Math.max(thinnest, (count / due) * wholeHeight));
  const placed = new Map(flow.stages.flatMap(({ nodes }, stage) => placeStage(nodes, stage, thickness)));
  const bottom = Math.max(...[...placed.values()].map(({ y, height }) => y + Math.max(height, slotHeight / 2)));
  const heads = flow.stages.map(
    ({ title }, stage) => html`<text class="head" x="${stageLeft[stage]}" y="14">${title}</text>`,
  );
  return html`<svg
    class="flow-drawing"
    viewBox="0 0 ${width} ${round(bottom + 4)}"
    role="img"
    aria-label="${flowSentence(flow)}"
  >
    ${heads}${bandsOf(flow.links, placed, thickness)}${[...placed.values()].map(nodeMarkup)}
  </svg>`;
}

function placeStage(
  nodes: readonly FlowNode[],
  stage: number,
  thickness: (count: number) => number,
): readonly (readonly [id: string, placed: Placed])[] {
  let y = headHeight;
  return nodes.map((node) => {
    const height = thickness(node.count);
    const slot = Math.max(height, slotHeight);
    const placed = { node, x: stageLeft[stage] ?? 0, y: y + (slot - height) / 2, height };
    y += slot + gap;
    return [node.id, placed];
  });
}

/** Bands leave and enter their nodes one below the other, in the order of the links. */
function bandsOf(
  links: readonly FlowLink[],
  placed: ReadonlyMap<string, Placed>,
  thickness: (count: number) => number,
): readonly Markup[] {
  const left = new Map<string, number>();
  const entered = new Map<string, number>();
  return links.flatMap(({ from, to, count }) => {
    const [source, target] = [placed.get(from), placed.get(to)];
    if (source === undefined || target === undefined) return [];
    const size = thickness(count);
    const [startY, endY] = [source.y + (left.get(from) ?? 0), target.y + (entered.get(to) ?? 0)];
    left.set(from, (left.get(from) ?? 0) + size);
    entered.set(to, (entered.get(to) ?? 0) + size);
    const tone = target.node.tone === 'bad' ? 'bad' : source.node.tone === 'due' ? target.node.tone : source.node.tone;
    return [band({ fromX: source.x + barWidth, toX: target.x, startY, endY, size, tone })];
  });
}

interface Band {
  readonly fromX: number;
  readonly toX: number;
  readonly startY: number;
  readonly endY: number;
  readonly size: number;
  readonly tone: string;
}

/** One that carries nothing is a dotted line: it was looked for. */
function band({ fromX, toX, startY, endY, size, tone }: Band): Markup {
  const middle = round((fromX + toX) / 2);
  const [top, end] = [round(startY), round(endY)];
  if (size === 0) {
    const line = `M${fromX} ${top}C${middle} ${top} ${middle} ${end} ${toX} ${end}`;
    return html`<path class="nothing" d="${line}" />`;
  }
  const [bottom, endBottom] = [round(startY + size), round(endY + size)];
  const outline = `M${fromX} ${top}C${middle} ${top} ${middle} ${end} ${toX} ${end}V${endBottom}C${middle} ${endBottom} ${middle} ${bottom} ${fromX} ${bottom}Z`;
  return html`<path class="band tone-${tone}" d="${outline}" />`;
}

function nodeMarkup({ node, x, y, height }: Placed): Markup {
  const isViolated = node.tone === 'bad' && node.count > 0;
  const middle = round(y + height / 2);
  const bar =
    height === 0
      ? html`<circle class="empty" cx="${x + barWidth / 2}" cy="${middle}" r="4" />`
      : html`<rect
          class="bar tone-${node.tone}"
          x="${x}"
          y="${round(y)}"
          width="${barWidth}"
          height="${round(height)}"
        />`;
  const mark = node.tone === 'bad' ? `${isViolated ? '✘' : '✔'} ` : '';
  return html`${bar}<text class="${isViolated ? 'violated' : ''}" x="${x + barWidth + 8}" y="${middle + 5}"
      >${mark}<tspan class="count">${formatCount(node.count)}</tspan> ${node.label}</text
    >`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
