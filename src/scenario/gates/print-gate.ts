/** Writes a gate in its canonical form, which reads back as the same gate. */
import { printDuration } from '../../kit/duration.js';
import { printMeasure, printScope } from '../../kit/indicator.js';
import { printPercent, printSize } from '../../kit/quantity.js';
import { printRate } from '../../kit/rate-literal.js';
import type { Gate, GateUnit, StoredBaselineLimit } from '../../model/gate.js';

export function printGate(gate: Gate): string {
  const parts = [
    printMeasure(gate),
    gate.comparator,
    printLimit(gate),
    printScope(gate),
    gate.withinMs === null ? '' : `within ${printDuration(gate.withinMs)}`,
    gate.forMs === null ? '' : `for ${printDuration(gate.forMs)}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function printLimit({ limit, comparator }: Gate): string {
  switch (limit.kind) {
    case 'value':
      return printValue(limit.value, limit.unit);
    case 'share-of-offered':
      return `${printPercent(limit.percent)} of offered`;
    case 'baseline':
      return `baseline${printAllowance('+', limit.plusPercent, limit.floor)}`;
    case 'stored-baseline': {
      const sign = isUpper(comparator) ? '+' : '-';
      return `baseline(${limit.baseline})${printAllowance(sign, limit.allowedPercent, limit.floor)}`;
    }
    default:
      return limit satisfies never;
  }
}

function printAllowance(sign: string, percent: number, floor: StoredBaselineLimit['floor']): string {
  const share = percent === 0 ? '' : ` ${sign} ${printPercent(percent)}`;
  return `${share}${floor === null ? '' : ` floor ${printValue(floor.value, floor.unit)}`}`;
}

function isUpper(comparator: Gate['comparator']): boolean {
  return comparator === '<' || comparator === '<=';
}

export function printValue(value: number, unit: GateUnit): string {
  switch (unit) {
    case 'ms':
      return printDuration(value);
    case 'percent':
      return printPercent(value);
    case 'per-second':
      return printRate(value);
    case 'count':
    case 'money':
      return printSize(value);
    default:
      return unit satisfies never;
  }
}
