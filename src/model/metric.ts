/** Everything a gate can measure, as data: the scenario stage checks gates against it, the verdict stage evaluates by it, the reference prints it. */
import type { GateScope, GateUnit } from './gate.js';

export type Aggregate = 'percentile' | 'avg' | 'max' | 'count' | 'rate';
export type GateTag = 'operation' | 'node' | 'zone' | 'class' | 'reason' | 'kind';

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
  /** Whether it can be compared with a share of the offered load, with the time before the first fault, or with runs of before. */
  readonly relativeTo: readonly ('offered' | 'baseline' | 'stored-baseline')[];
  /** Whether it is known while the run goes on, so that a gate on it can stop the run. */
  readonly isLive: boolean;
  /** A gate to show in the reference. */
  readonly example: string;
}

const plain = { unit: 'ms', aggregates: [], tags: [], hasWindow: false, relativeTo: [], isLive: false } as const;

function fromFault(name: string, limit: string, summary: string): Metric {
  return {
    ...plain,
    name,
    summary,
    scopes: ['after'],
    relativeTo: ['stored-baseline'],
    example: `${name} < ${limit} after NAME`,
  };
}

function inLedger(name: string, unit: 'count' | 'money', summary: string): Metric {
  return { ...plain, name, unit, summary, scopes: ['run'], example: `${name} == 0` };
}

const traffic = {
  aggregates: [],
  tags: [],
  scopes: ['run', 'during', 'after'],
  hasWindow: true,
  relativeTo: [],
  isLive: true,
} as const;

const latency = {
  ...traffic,
  unit: 'ms',
  aggregates: ['percentile', 'avg', 'max', 'count'],
  tags: ['operation', 'node', 'zone'],
  relativeTo: ['baseline', 'stored-baseline'],
} as const;

export const metrics: readonly Metric[] = [
  fromFault('recovery_time', '8s', 'From the injection to the start of the first lasting good period.'),
  fromFault('time_to_first_success', '3s', 'From the injection to the first good payment after the last bad stretch.'),
  fromFault('time_to_steady_state', '20s', 'From the injection until response times, too, are normal again.'),
  fromFault('outage', '3s', 'Time with fewer than 1 % good payments, between the injection and the heal.'),
  fromFault('brownout', '5s', 'Time with some or slow payments only, between the injection and the heal.'),
  fromFault('heal_outage', '1s', 'From the heal until payments go through for good; zero when the heal hurt nobody.'),
  {
    ...fromFault(
      'node_stall',
      '3s',
      'Longest time without a successful probe write on a node that the fault did not hit, on any or on one.',
    ),
    tags: ['node'],
  },
  inLedger('lost_payments', 'count', 'Acknowledged payments that the ledger does not hold.'),
  inLedger('lost_money', 'money', 'Minor units of the lost payments.'),
  inLedger(
    'invisible_payments',
    'count',
    'Acknowledged payments that a node lacked when it first took writes again after a fault, and that came back.',
  ),
  inLedger('duplicate_payments', 'count', 'Payments that took effect more than once.'),
  inLedger('phantom_payments', 'count', 'Payments that certainly failed, yet are in the ledger.'),
  inLedger('partial_payments', 'count', 'Payments of which only some of the rows are in the ledger.'),
  inLedger('balance_drift', 'money', 'Minor units by which balances differ from their opening balance and entries.'),
  {
    ...plain,
    name: 'anomalies',
    summary: 'Anomalies in what transactions saw and changed, of any kind or of one, whatever the scenario claims.',
    unit: 'count',
    tags: ['kind'],
    scopes: ['run'],
    example: 'anomalies{kind=lost-update} == 0',
  },
  {
    ...traffic,
    name: 'availability',
    summary: 'Share of the scheduled arrivals that were answered correctly within the deadline.',
    unit: 'percent',
    tags: ['operation', 'zone'],
    relativeTo: ['stored-baseline'],
    isLive: false,
    example: 'availability >= 99.9% during PHASE',
  },
  {
    ...traffic,
    name: 'goodput',
    summary: 'Operations answered correctly within the deadline, per second, by intended start.',
    unit: 'per-second',
    relativeTo: ['offered', 'stored-baseline'],
    example: 'goodput >= 95% of offered after NAME within 30s',
  },
  {
    ...traffic,
    name: 'throughput',
    summary: 'Correct answers per second by the time they came, however late.',
    unit: 'per-second',
    relativeTo: ['offered'],
    example: 'throughput >= 400/s during PHASE',
  },
  {
    ...latency,
    name: 'response_time',
    summary: 'From the intended start to the answer: what users feel. Without a correct answer: the deadline at least.',
    example: 'response_time.p99{operation=transfer} < 250ms during PHASE',
  },
  {
    ...latency,
    name: 'service_time',
    summary: 'From the actual send to the answer: what the target took.',
    relativeTo: ['baseline'],
    isLive: false,
    example: 'service_time.max < 2s during PHASE',
  },
  {
    ...traffic,
    name: 'errors',
    summary: 'Share of the attempts that ended with an error, of any class or of one.',
    unit: 'percent',
    aggregates: ['rate'],
    tags: ['class'],
    relativeTo: ['stored-baseline'],
    example: 'errors.rate{class=deadlock} < 0.1% during PHASE',
  },
  {
    ...traffic,
    name: 'in_doubt',
    summary: 'Share of the arrivals whose effect the client could not know.',
    unit: 'percent',
    aggregates: ['rate'],
    tags: ['operation', 'zone'],
    relativeTo: ['stored-baseline'],
    example: 'in_doubt.rate < 1% after NAME',
  },
  {
    ...traffic,
    name: 'dropped',
    summary: 'Arrivals that were due and never sent, for any reason or for one.',
    unit: 'count',
    tags: ['reason'],
    hasWindow: false,
    example: 'dropped{reason=generator-late} == 0 during PHASE',
  },
  {
    ...traffic,
    name: 'replica_lag',
    summary: 'How far replicas were behind.',
    unit: 'ms',
    aggregates: ['max'],
    tags: ['node'],
    hasWindow: false,
    isLive: false,
    example: 'replica_lag.max < 5s after NAME',
  },
];

export function metricNamed(name: string): Metric | undefined {
  return metrics.find((metric) => metric.name === name);
}

/** The unit of a gate's value. */
export function unitOf(metric: Metric, aggregate: string | null): GateUnit {
  return aggregate === 'count' ? 'count' : metric.unit;
}
