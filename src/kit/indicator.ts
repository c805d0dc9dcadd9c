/** Writes what a gate measures, and makes a gate that measures it: the names by which figures are kept. */
import type { Gate, GateScope } from '../model/gate.js';
import type { Indicator } from '../model/indicator.js';
import { metricNamed } from '../model/metric.js';

/** `response_time.p99{operation=transfer} during spike`. */
export function printIndicator(indicator: Indicator): string {
  return [printMeasure(indicator), printScope(indicator)].filter((part) => part !== '').join(' ');
}

/** Without the scope. */
export function printMeasure({ metric, aggregate, tags }: Omit<Indicator, 'scope'>): string {
  const named = Object.entries(tags).map(([name, value]) => `${name}=${value}`);
  return [metric, aggregate === null ? '' : `.${aggregate}`, named.length === 0 ? '' : `{${named.join(',')}}`].join('');
}

/** Where there is no choice, nothing is said: lost payments are always those of the whole run. */
export function printScope({ metric, scope }: { readonly metric: string; readonly scope: GateScope }): string {
  if (scope.kind === 'during') return `during ${scope.phase}`;
  if (scope.kind === 'after') return `after ${scope.fault}`;
  const scopes = metricNamed(metric)?.scopes ?? [];
  return scopes.includes('run') && scopes.length > 1 ? 'during run' : '';
}

/** A gate that measures it and limits nothing. */
export function gateOf(indicator: Indicator): Gate {
  return {
    ...indicator,
    text: printIndicator(indicator),
    name: null,
    comparator: '<=',
    limit: { kind: 'value', value: Number.POSITIVE_INFINITY, unit: metricNamed(indicator.metric)?.unit ?? 'count' },
    withinMs: null,
    forMs: null,
    onBreach: 'fail',
    graceMs: 0,
  };
}
