/** Names the lines at their right end, moved apart where they would overlap: read before any legend. */
import type { Plugin } from 'chart.js';
import type { Point } from './decimate.js';
import type { Theme } from './theme.js';

const lineHeightPx = 13;
const roomNeededPx = 40;

/** Labels stand where the lines were while the load lasted: after it all of them fall to nothing. */
export function endLabels(theme: Theme, roomPx: () => number, loadEndMs: number): Plugin<'line'> {
  return {
    id: 'end-labels',
    afterDraw: (chart) => {
      if (roomPx() < roomNeededPx) return;
      const ends = chart.data.datasets.flatMap((dataset, index) => {
        const meta = chart.getDatasetMeta(index);
        // Where nothing was measured there is a point all the same, and it stands at the bottom.
        const last = meta.data.findLast(
          (point, at) => isMeasured(dataset.data[at], loadEndMs) && point.x <= chart.chartArea.right + 50,
        );
        return !chart.isDatasetVisible(index) || last === undefined
          ? []
          : [
              {
                text: dataset.label ?? '',
                y: last.y,
                color: typeof dataset.borderColor === 'string' ? dataset.borderColor : theme.color('quiet'),
              },
            ];
      });
      spread(ends, chart.chartArea);
      const { ctx, chartArea } = chart;
      ctx.save();
      ctx.font = `600 11px ${theme.font}`;
      ctx.textBaseline = 'middle';
      for (const { text, y, color } of ends) {
        ctx.fillStyle = color;
        ctx.fillText(text, chartArea.right + 6, y, roomPx() - 8);
      }
      ctx.restore();
    },
  };
}

function isMeasured(point: unknown, untilMs: number): boolean {
  const { x, y } = (point ?? {}) as Partial<Point>;
  return typeof y === 'number' && (x ?? 0) < untilMs;
}

/** Pushes labels down where they overlap, then up again where the last fell out of the chart. */
function spread(ends: { y: number }[], { top, bottom }: { readonly top: number; readonly bottom: number }): void {
  ends.sort((left, right) => left.y - right.y);
  for (const [index, end] of ends.entries()) {
    const above = ends[index - 1];
    end.y = Math.max(end.y, top + 6, above === undefined ? 0 : above.y + lineHeightPx);
  }
  for (let index = ends.length - 1; index >= 0; index -= 1) {
    const below = ends[index + 1];
    const end = ends[index]!;
    end.y = Math.min(end.y, bottom - 5, below === undefined ? Infinity : below.y - lineHeightPx);
  }
}
