/** The timeline: panels, strips, lanes, crosshair and zoom bound to one range of time. It may grow: whatever it shows is asked for at each drawing. */
import { formatClock } from '../../../../kit/format.js';
import { drawAxis } from './axis.js';
import { bindPanel, signatureOf, type BoundPanel, type PanelSite } from './bound-panel.js';
import { byId } from './by-id.js';
import { createCrosshair } from './crosshair.js';
import { createHeatPanel, type HeatPanel } from './heat-map.js';
import { placeSegments, stateAt } from './lanes.js';
import type { Frame } from './panel-options.js';
import { panelsOf } from './panels.js';
import { enableTable, rangeTable } from './range-table.js';
import { createRangeStore, type RangeStore } from './range.js';
import type { TimelineSource } from './series.js';
import { createZoomButtons, enableZoom } from './zoom.js';

const stepsShownMin = 8;

export interface Timeline {
  /** Draws everything again with the colours and sizes of now. */
  redraw(): void;
  /** The run has gone on. */
  update(): void;
}

export function createTimeline(source: TimelineSource): Timeline {
  const root = byId('timeline-chart');
  const { columns, facts } = source;
  const range = createRangeStore(facts().durationMs, columns().stepMs * stepsShownMin);
  const site: PanelSite = { root, source, frame: () => frameOf(root), range: () => range.get() };
  let panels = bindAll(site, []);
  const plot = (): { left: number; width: number } => {
    const { gutterPx, endPx } = frameOf(root);
    return { left: gutterPx, width: root.clientWidth - gutterPx - endPx };
  };
  const heat = heatPanelIn(site, range);
  const crosshair = createCrosshair({
    root,
    line: byId('crosshair'),
    columns,
    range,
    plot,
    onMove: (index) => tell({ root, panels, heat, source }, index),
  });
  enableZoom({ root, selection: byId('selection'), range, plot });
  const renewButtons = createZoomButtons(byId('timeline-toolbar'), source, range);
  enableTable(byId('timeline-table') as HTMLDetailsElement, range, () => {
    const shown = panels.filter(({ keys }) => keys !== null).map(({ panel }) => panel);
    return rangeTable(shown, columns(), range);
  });
  const draw = (): void => {
    for (const bound of panels) bound.draw();
    heat?.draw();
    placeSegments(root, range.get());
    drawAxis(byId('timeline-axis') as unknown as SVGElement, range.get());
    crosshair.place();
  };
  range.onChange(draw);
  new ResizeObserver(draw).observe(root);
  return {
    redraw: () => {
      for (const bound of panels) bound.recolor();
      draw();
    },
    update: () => {
      const { startMs, stepMs, count } = columns();
      range.grow(facts().durationMs, startMs + count * stepMs);
      panels = bindAll(site, panels);
      renewButtons();
      draw();
      if (crosshair.isIdle()) tellValues(panels, source, count - 1);
    },
  };
}

/** Only a report has one: it is drawn of the whole run. */
function heatPanelIn({ root, source, frame }: PanelSite, range: RangeStore): HeatPanel | null {
  const table = document.getElementById('heat-table') as HTMLDetailsElement | null;
  return createHeatPanel({ root, table, facts: source.facts(), range, frame });
}

/** Those of before stay as they are, hidden series too, unless they have become others. */
function bindAll(site: PanelSite, before: readonly BoundPanel[]): readonly BoundPanel[] {
  const { source } = site;
  return panelsOf(source.facts(), source.columns()).flatMap((panel) => {
    const bound = before.find((each) => each.panel.id === panel.id);
    if (bound !== undefined && bound.signature === signatureOf(panel, source)) return [bound];
    bound?.dispose();
    return bindPanel(panel, site) ?? [];
  });
}

function tellValues(panels: readonly BoundPanel[], source: TimelineSource, index: number): void {
  const columns = source.columns();
  for (const { keys } of panels) keys?.show(index, (column, at) => columns.get(column)[at] ?? null);
}

interface Told {
  readonly root: HTMLElement;
  readonly panels: readonly BoundPanel[];
  readonly heat: HeatPanel | null;
  readonly source: TimelineSource;
}

/** Writes every value under the crosshair into the keys, the lanes and the readout. */
function tell({ root, panels, heat, source }: Told, index: number): void {
  const { startMs, stepMs } = source.columns();
  const { phases, faults } = source.facts();
  const timeMs = startMs + index * stepMs;
  tellValues(panels, source, index);
  const nodes = [...root.querySelectorAll<HTMLElement>('.lane')].map((lane) => {
    const state = stateAt(lane, timeMs + stepMs / 2);
    lane.querySelector('.state')!.textContent = state;
    return `${lane.dataset['node'] ?? ''} ${state}`;
  });
  const clock = formatClock(timeMs, stepMs % 1000 === 0 ? 0 : 1);
  byId('crosshair').querySelector('output')!.textContent = clock;
  const phase = phases.find(({ fromMs, toMs }) => timeMs >= fromMs && timeMs < toMs)?.name;
  const broken = faults
    .filter(({ fromMs, toMs }) => timeMs + stepMs > fromMs && timeMs < toMs)
    .map(({ name }) => `fault ${name}`);
  const where = [clock, ...(phase === undefined ? [] : [`phase ${phase}`]), ...broken].join(', ');
  const values = panels.flatMap(({ keys }) => keys?.sentence() ?? []);
  byId('readout').textContent =
    `At ${where}: ${[...values, ...(heat === null ? [] : [heat.tell(timeMs)]), ...nodes].join('; ')}.`;
}

function frameOf(root: HTMLElement): Frame {
  const style = getComputedStyle(root);
  return {
    gutterPx: Number.parseFloat(style.getPropertyValue('--gutter')),
    endPx: Number.parseFloat(style.getPropertyValue('--end')),
  };
}
