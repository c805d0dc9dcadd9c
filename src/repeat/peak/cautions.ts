/** What belongs beside the sentence of a search, so that nobody reads more out of it than it says. */
import { formatCount, formatDuration, formatNumber } from '../../kit/format.js';
import { lacksConnections } from './peak-limits.js';
import { gateWords } from './search-sentences.js';
import { stepAbove } from './step-above.js';
import type { PeakStep } from '../../model/peak.js';
import type { Ended, Search } from './search.js';

export function cautionsOf(search: Search, { end, heldPerSecond }: Ended): readonly string[] {
  return [
    ...connectionCaution(search, heldPerSecond ?? 0, end === 'peak' || end === 'below'),
    ...unwatchedCaution(search, heldPerSecond, end === 'peak'),
    ...luckCaution(search, heldPerSecond),
    ...fallCaution(search, heldPerSecond),
    ...(search.asked.faults.length === 0
      ? []
      : [`Nothing was broken (${search.asked.faults.join(', ')} left out): a target that recovers carries less.`]),
    ...(search.asked.assumed.length === 0
      ? []
      : [`The scenario says nothing on how good the service must be; assumed is ${list(search.asked.assumed)}.`]),
  ];
}

/** The pool belongs to the scenario, neither to the target nor to the generator: an application with a larger one may get more. */
function connectionCaution({ steps, scenario }: Search, held: number, isTargets: boolean): readonly string[] {
  const above = stepAbove(steps, held);
  if (!isTargets || above === undefined || !lacksConnections(above)) return [];
  const connections = formatCount(scenario.client.connections);
  return [
    `At ${formatNumber(above.ratePerSecond)}/s ${scarcityOf(above, connections)}: the figure is that of the target with ${connections} connections; another number of client.connections may carry more, or less.`,
  ];
}

function scarcityOf({ withoutConnection, connectionWaitMs }: PeakStep, connections: string): string {
  return withoutConnection > 0
    ? `${formatCount(withoutConnection)} arrivals got none of the scenario's ${connections} connections in time`
    : `one arrival in a hundred waited for ${formatDuration(connectionWaitMs?.p99 ?? null)} or longer until one of the scenario's ${connections} connections was free`;
}

/** Where the system does not tell how busy a thread is, nobody can say that it was not the generator that gave in. */
function unwatchedCaution({ steps }: Search, held: number | null, isPeak: boolean): readonly string[] {
  if (!isPeak || held === null || stepAbove(steps, held)?.clientBusyRatio !== null) return [];
  return ['This system does not tell how busy paystorm was: that the target gave in, and not paystorm, is not proven.'];
}

/** A rate at which one try failed and another passed. */
function luckCaution({ steps }: Search, held: number | null): readonly string[] {
  if (held === null) return [];
  const own = steps.filter(({ purpose, ratePerSecond }) => purpose === 'search' && ratePerSecond === held);
  if (!own.some(({ outcome }) => outcome === 'failed')) return [];
  return [`At ${formatNumber(held)}/s one step failed before another passed: it is close to what the target can do.`];
}

function fallCaution({ steps }: Search, held: number | null): readonly string[] {
  if (held === null) return [];
  const fallen = steps.filter((step) => step.purpose === 'hold' && step.ratePerSecond > held);
  const rates = [...new Set(fallen.map(({ ratePerSecond }) => `${formatNumber(ratePerSecond)}/s`))];
  if (rates.length === 0) return [];
  return [
    `A step passed at ${rates[0]}, but the holds did not (${rates.join(', ')}): what a target bears for seconds it need not bear for longer.`,
  ];
}

function list(gates: readonly string[]): string {
  return gates.map((gate) => `"${gateWords(gate)}"`).join(' and ');
}
