/** A stretch of time on a strip or lane, placed for paper and for pages without script; the script moves it when one zooms. */
import type { Interval } from '../../../../model/recovery.js';
import type { RunRecord } from '../../../../model/run-record.js';
import { html, type Markup } from '../markup.js';
import { timelineEndMs } from '../page-data.js';

/** A nested drawing clips its label; the script moves it by the two times it carries. */
export function segment(record: RunRecord, { fromMs, toMs }: Interval, kind: string, label: string): Markup {
  const { x, width } = place(record, fromMs, toMs);
  return html`<svg
    class="segment ${kind}"
    x="${x}%"
    width="${width}%"
    height="20"
    data-from="${fromMs}"
    data-to="${toMs}"
  >
    <title>${label}</title>
    <rect width="100%" height="100%" />
    <text x="5" y="14">${label}</text>
  </svg>`;
}

export function place(record: RunRecord, fromMs: number, toMs: number): { readonly x: string; readonly width: string } {
  const from = Math.max(0, fromMs);
  const total = timelineEndMs(record);
  return {
    x: ((from / total) * 100).toFixed(3),
    width: Math.max(0.05, ((Math.min(toMs, total) - from) / total) * 100).toFixed(3),
  };
}
