/** Writes figures of gates and comparisons the way people read them, with their unit. */
import { formatCount, formatDuration, formatMoney, formatNumber, formatPercent } from './format.js';
import type { GateUnit } from '../model/gate.js';

export function formatFigure(value: number, unit: GateUnit): string {
  switch (unit) {
    case 'ms':
      return value === 0 ? '0 s' : formatDuration(value);
    case 'percent':
      return formatPercent(value / 100);
    case 'count':
      return formatCount(value);
    case 'per-second':
      return `${formatNumber(value)}/s`;
    case 'money':
      return formatMoney(value);
    default:
      return unit satisfies never;
  }
}
