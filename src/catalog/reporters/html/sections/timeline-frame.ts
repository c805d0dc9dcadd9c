/** The frame of a timeline: canvases that the script fills, an axis, a crosshair, and a table behind them. Of a report and of a run that goes on. */
import { html, type Content, type Markup } from '../markup.js';

interface PanelFrame {
  readonly id: string;
  readonly title: string;
  readonly height: 'tall' | 'middle' | 'low';
}

export interface TimelineParts {
  /** Above the panels. */
  readonly strips: Content;
  /** Below them. */
  readonly lanes: Content;
  /** What is not of every run. */
  readonly hasHeatMap: boolean;
  readonly hasLag: boolean;
}

export function timelineFrame({ strips, lanes, hasHeatMap, hasLag }: TimelineParts): Markup {
  return html` <p class="hint" id="timeline-hint">
      Drag across the charts to zoom, double-click or press Escape to see everything again. With the keyboard: arrow
      keys move the crosshair, with Shift ten steps; plus and minus zoom. All times are minutes and seconds since the
      first phase started.
    </p>
    <noscript
      ><p class="status warm">
        The charts need the page's own script. Everything else here, and record.json, can be read without it.
      </p></noscript
    >
    <div class="toolbar" id="timeline-toolbar"></div>
    <div
      class="timeline"
      id="timeline-chart"
      tabindex="0"
      role="group"
      aria-label="Timeline of the run"
      aria-describedby="timeline-hint"
    >
      ${strips} ${panelsWith(hasHeatMap, hasLag).map(panelOf)} ${lanes}
      <div class="strip axis">
        <span class="name"></span
        ><svg class="track" id="timeline-axis" width="100%" height="18" aria-hidden="true"></svg
        ><span class="state"></span>
      </div>
      <div class="crosshair" id="crosshair" hidden><output></output></div>
      <div class="selection" id="selection" hidden></div>
    </div>
    <p class="readout" id="readout" role="status">
      Point at an instant, or focus the charts and press an arrow key: every value of it is told here.
    </p>
    <details id="timeline-table">
      <summary>The timeline as a table</summary>
      <div></div>
    </details>
    ${
      hasHeatMap &&
      html`<details id="heat-table">
        <summary>Every response time as a table</summary>
        <div></div>
      </details>`
    }`;
}

function panelsWith(hasHeatMap: boolean, hasLag: boolean): readonly PanelFrame[] {
  const heat: PanelFrame = { id: 'heat', title: 'Every response time', height: 'tall' };
  const lag: PanelFrame = { id: 'lag', title: 'Replica lag', height: 'middle' };
  return [
    { id: 'rate', title: 'Payments per second', height: 'tall' },
    { id: 'response', title: 'Response time (log scale)', height: 'tall' },
    ...(hasHeatMap ? [heat] : []),
    { id: 'errors', title: 'Errors and in doubt per second, stacked', height: 'middle' },
    { id: 'dropped', title: 'Dropped arrivals per second', height: 'low' },
    ...(hasLag ? [lag] : []),
  ];
}

function panelOf({ id, title, height }: PanelFrame): Markup {
  return html`<figure class="panel" data-panel="${id}">
    <figcaption><span class="title">${title}</span><span class="keys"></span></figcaption>
    <div class="plot ${height}">
      <canvas role="img" aria-label="${title} over time; the values are in the table below the timeline."></canvas>
    </div>
  </figure> `;
}
