/** Writes a gate in its canonical form, which reads back as the same gate. */
import { printDuration } from '../../kit/duration.js';
import { printMeasure, printScope } from '../../kit/indicator.js';
import { printPercent, printSize } from '../../kit/quantity.js';
import { printRate } from '../../kit/rate-literal.js';
import type { Gate, GateLimit, GateUnit } from '../../model/gate.js';

export function printGate(gate: Gate): string {
  const parts = [
    printMeasure(gate),
    gate.comparator,
    printLimit(gate.limit),
    printScope(gate),
    gate.withinMs === null ? '' : `within ${printDuration(gate.withinMs)}`,
    gate.forMs === null ? '' : `for ${printDuration(gate.forMs)}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function printLimit(limit: GateLimit): string {
  switch (limit.kind) {
    case 'value':
      return printValue(limit.value, limit.unit);
    case 'share-of-offered':
      return `${printPercent(limit.percent)} of offered`;
    case 'baseline': {
      const plus = limit.plusPercent === 0 ? '' : ` + ${printPercent(limit.plusPercent)}`;
      const floor = limit.floor === null ? '' : ` floor ${printValue(limit.floor.value, limit.floor.unit)}`;
      return `baseline${plus}${floor}`;
    }
    default:
      return limit satisfies never;
  }
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
