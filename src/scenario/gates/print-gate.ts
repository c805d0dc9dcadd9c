/** Writes a gate in its canonical form, which reads back as the same gate. */
import { printDuration } from '../../kit/duration.js';
import { printPercent, printSize } from '../../kit/quantity.js';
import { printRate } from '../../kit/rate-literal.js';
import type { Gate, GateLimit, GateScope, GateUnit } from '../../model/gate.js';
import { metricNamed } from '../../model/metric.js';

export function printGate(gate: Gate): string {
  const tags = Object.entries(gate.tags).map(([name, value]) => `${name}=${value}`);
  const indicator = [
    gate.metric,
    gate.aggregate === null ? '' : `.${gate.aggregate}`,
    tags.length === 0 ? '' : `{${tags.join(',')}}`,
  ].join('');
  const parts = [
    indicator,
    gate.comparator,
    printLimit(gate.limit),
    printScope(gate),
    gate.withinMs === null ? '' : `within ${printDuration(gate.withinMs)}`,
    gate.forMs === null ? '' : `for ${printDuration(gate.forMs)}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** Where there is no choice, nothing is said: lost payments are always those of the whole run. */
function printScope({ metric, scope }: { readonly metric: string; readonly scope: GateScope }): string {
  if (scope.kind === 'during') return `during ${scope.phase}`;
  if (scope.kind === 'after') return `after ${scope.fault}`;
  const scopes = metricNamed(metric)?.scopes ?? [];
  return scopes.includes('run') && scopes.length > 1 ? 'during run' : '';
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
