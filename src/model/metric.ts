/** Everything a gate can measure, as data: the scenario stage checks gates against it, the verdict stage evaluates by it, the reference prints it. */
import type { GateScope, GateUnit } from './gate.js';

export type Aggregate = 'percentile' | 'avg' | 'max' | 'count' | 'rate';
export type GateTag = 'operation' | 'node' | 'zone' | 'class' | 'reason';

export interface Metric {
  readonly name: string;
  readonly summary: string;
  /** Of the value; the aggregate `count` is a count whatever this says. */
  readonly unit: GateUnit;
  /** Empty when the metric is a single number and takes no aggregate; otherwise one is required. */
  readonly aggregates: readonly Aggregate[];
  readonly tags: readonly GateTag[];
  /** Scopes it can have. With `run` alone it is always judged over the whole run; with `after` alone it must name a fault. */
  readonly scopes: readonly GateScope['kind'][];
  /** Whether it can be judged over a window: `for` and `within`. */
  readonly hasWindow: boolean;
  /** Whether it can be compared with a share of the offered load, or with the time before the first fault. */
  readonly relativeTo: readonly ('offered' | 'baseline')[];
  /** Whether it is known while the run goes on, so that a gate on it can stop the run. */
  readonly isLive: boolean;
  /** A gate to show in the reference. */
  readonly example: string;
}

const afterFault = {
  unit: 'ms',
  aggregates: [],
  tags: [],
  scopes: ['after'],
  hasWindow: false,
  relativeTo: [],
  isLive: false,
} as const;

const ledgerCount = {
  unit: 'count',
  aggregates: [],
  tags: [],
  scopes: ['run'],
  hasWindow: false,
  relativeTo: [],
  isLive: false,
} as const;

const anyScope = ['run', 'during', 'after'] as const;

export const metrics: readonly Metric[] = [
  {
    ...afterFault,
    name: 'recovery_time',
    summary: 'From the injection to the start of the first lasting good period.',
    example: 'recovery_time < 8s after NAME',
  },
  {
    ...afterFault,
    name: 'time_to_first_success',
    summary: 'From the injection to the first good payment after the last bad stretch.',
    example: 'time_to_first_success < 3s after NAME',
  },
  {
    ...afterFault,
    name: 'time_to_steady_state',
    summary: 'From the injection until response times, too, are normal again.',
    example: 'time_to_steady_state < 20s after NAME',
  },
  {
    ...afterFault,
    name: 'outage',
    summary: 'Time in which fewer than 1 % of payments went through, between the injection and the heal.',
    example: 'outage < 3s after NAME',
  },
  {
    ...afterFault,
    name: 'brownout',
    summary: 'Time in which payments went through only partly or slowly, between the injection and the heal.',
    example: 'brownout < 5s after NAME',
  },
  {
    ...afterFault,
    name: 'heal_outage',
    summary: 'From the heal until payments go through for good; zero when the heal hurt nobody.',
    example: 'heal_outage < 1s after NAME',
  },
  {
    ...ledgerCount,
    name: 'lost_payments',
    summary: 'Acknowledged payments that the ledger does not hold.',
    example: 'lost_payments == 0',
  },
  {
    ...ledgerCount,
    unit: 'money',
    name: 'lost_money',
    summary: 'Minor units of the lost payments.',
    example: 'lost_money == 0',
  },
  {
    ...ledgerCount,
    name: 'duplicate_payments',
    summary: 'Payments that took effect more than once.',
    example: 'duplicate_payments == 0',
  },
  {
    ...ledgerCount,
    name: 'phantom_payments',
    summary: 'Payments that certainly failed, yet are in the ledger.',
    example: 'phantom_payments == 0',
  },
  {
    ...ledgerCount,
    name: 'partial_payments',
    summary: 'Payments of which only some of the rows are in the ledger.',
    example: 'partial_payments == 0',
  },
  {
    ...ledgerCount,
    unit: 'money',
    name: 'balance_drift',
    summary: 'Minor units by which balances differ from their opening balance and entries.',
    example: 'balance_drift == 0',
  },
  {
    name: 'availability',
    summary: 'Share of the scheduled arrivals that were answered correctly within the deadline.',
    unit: 'percent',
    aggregates: [],
    tags: ['operation', 'zone'],
    scopes: anyScope,
    hasWindow: true,
    relativeTo: [],
    isLive: false,
    example: 'availability >= 99.9% during PHASE',
  },
  {
    name: 'goodput',
    summary: 'Operations answered correctly within the deadline, per second, by intended start.',
    unit: 'per-second',
    aggregates: [],
    tags: [],
    scopes: anyScope,
    hasWindow: true,
    relativeTo: ['offered'],
    isLive: true,
    example: 'goodput >= 95% of offered after NAME within 30s',
  },
  {
    name: 'throughput',
    summary: 'Completed attempts per second, whatever their outcome.',
    unit: 'per-second',
    aggregates: [],
    tags: [],
    scopes: anyScope,
    hasWindow: true,
    relativeTo: ['offered'],
    isLive: true,
    example: 'throughput >= 400/s during PHASE',
  },
  {
    name: 'response_time',
    summary: 'From the intended start to the answer: what users feel.',
    unit: 'ms',
    aggregates: ['percentile', 'avg', 'max', 'count'],
    tags: ['operation', 'node', 'zone'],
    scopes: anyScope,
    hasWindow: true,
    relativeTo: ['baseline'],
    isLive: true,
    example: 'response_time.p99{operation=transfer} < 250ms during PHASE',
  },
  {
    name: 'service_time',
    summary: 'From the actual send to the answer: what the target took.',
    unit: 'ms',
    aggregates: ['percentile', 'avg', 'max', 'count'],
    tags: ['operation', 'node', 'zone'],
    scopes: anyScope,
    hasWindow: true,
    relativeTo: ['baseline'],
    isLive: false,
    example: 'service_time.max < 2s during PHASE',
  },
  {
    name: 'errors',
    summary: 'Share of the attempts that ended with an error, of any class or of one.',
    unit: 'percent',
    aggregates: ['rate'],
    tags: ['class'],
    scopes: anyScope,
    hasWindow: true,
    relativeTo: [],
    isLive: true,
    example: 'errors.rate{class=deadlock} < 0.1% during PHASE',
  },
  {
    name: 'in_doubt',
    summary: 'Share of the arrivals whose effect the client could not know.',
    unit: 'percent',
    aggregates: ['rate'],
    tags: ['operation', 'zone'],
    scopes: anyScope,
    hasWindow: true,
    relativeTo: [],
    isLive: true,
    example: 'in_doubt.rate < 1% after NAME',
  },
  {
    name: 'dropped',
    summary: 'Arrivals that were due and never sent, for any reason or for one.',
    unit: 'count',
    aggregates: [],
    tags: ['reason'],
    scopes: anyScope,
    hasWindow: false,
    relativeTo: [],
    isLive: true,
    example: 'dropped{reason=generator-late} == 0 during PHASE',
  },
  {
    name: 'replica_lag',
    summary: 'How far replicas were behind.',
    unit: 'ms',
    aggregates: ['max'],
    tags: ['node'],
    scopes: anyScope,
    hasWindow: false,
    relativeTo: [],
    isLive: false,
    example: 'replica_lag.max < 5s after NAME',
  },
];

/** Words of the gate grammar that nothing evaluates yet; a gate on them is refused, never ignored. */
export const metricsWithoutEvaluation: readonly string[] = ['anomalies'];

export function metricNamed(name: string): Metric | undefined {
  return metrics.find((metric) => metric.name === name);
}

/** The unit of a gate's value. */
export function unitOf(metric: Metric, aggregate: string | null): GateUnit {
  return aggregate === 'count' ? 'count' : metric.unit;
}
