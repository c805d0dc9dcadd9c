/** Says what a gate demands and over which stretch it is judged, so that nobody has to guess its scope. */
import { printDuration } from '../kit/duration.js';
import type { Gate } from '../model/gate.js';
import { metricNamed } from '../model/metric.js';

export function describeGate(gate: Gate): string {
  const name = gate.name === null ? '' : `${gate.name}: `;
  const scope = `judged ${scopeWords(gate)}${windowWords(gate)}`;
  switch (gate.onBreach) {
    case 'fail':
      return `${name}${gate.text} (${scope})`;
    case 'warn':
      return `${name}${gate.text} (${scope}; a breach is only reported)`;
    case 'abort': {
      const grace = gate.graceMs === 0 ? '' : `, not in the first ${printDuration(gate.graceMs)}`;
      return `${name}stops the run as soon as ${gate.text} (${scope}${grace})`;
    }
    default:
      return gate.onBreach satisfies never;
  }
}

function scopeWords({ scope, metric }: Gate): string {
  if (scope.kind === 'during') return `during ${scope.phase}`;
  if (scope.kind === 'after') return `after ${scope.fault}`;
  return metricNamed(metric)?.scopes.length === 1 ? 'over the whole ledger' : 'over the whole run, warm-up excluded';
}

function windowWords({ forMs, withinMs }: Gate): string {
  if (forMs !== null) return `, throughout ${printDuration(forMs)}`;
  return withinMs === null ? '' : `, at the latest ${printDuration(withinMs)} after that began`;
}
