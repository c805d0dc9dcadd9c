/** The interval of a shift, drawn: the middle line is no difference, the pale band is what is allowed. */
import { html, type Content } from '../../catalog/reporters/html/markup.js';
import type { ContrastMeasure } from '../../model/contrast.js';

/** Nothing where there is no interval. */
export function shiftBar({ effect, allowance, status }: ContrastMeasure): Content {
  if (effect === null || effect.interval === null || allowance === null) return null;
  const [low, high] = effect.interval;
  const reach = Math.max(Math.abs(low), Math.abs(high), allowance * 1.5);
  if (!(reach > 0)) return null;
  const at = (value: number): number => Math.round((50 + (value / reach) * 50) * 100) / 100;
  const tone = status === 'worse' ? 'over' : status === 'unproven' ? 'warned' : 'room';
  const width = Math.max(1.5, at(high) - at(low));
  return html`<svg class="margin-bar shift-bar" width="120" height="12" aria-hidden="true">
    <rect class="allowed" x="${at(-allowance)}%" y="0" width="${at(allowance) - at(-allowance)}%" height="12" />
    <rect class="${tone}" x="${at(low)}%" y="3" width="${width}%" height="6" />
    <line x1="50%" x2="50%" y1="0" y2="12" />
  </svg> `;
}
