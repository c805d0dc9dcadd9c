/** The figures that a run keeps for comparisons: which metrics, in which scopes. */
import type { GateScope } from './gate.js';
import type { Indicator } from './indicator.js';

export interface Measurable {
  /** Without warm-up. */
  readonly phases: readonly string[];
  readonly faults: readonly string[];
  readonly operations: readonly string[];
}

type Measure = readonly [metric: string, aggregate: string | null];

const loadMeasures: readonly Measure[] = [
  ['availability', null],
  ['goodput', null],
  ['response_time', 'p50'],
  ['response_time', 'p90'],
  ['response_time', 'p95'],
  ['response_time', 'p99'],
  ['response_time', 'p99.9'],
  ['errors', 'rate'],
  ['in_doubt', 'rate'],
];
const operationMeasures: readonly Measure[] = [
  ['availability', null],
  ['response_time', 'p50'],
  ['response_time', 'p99'],
];
const faultMeasures: readonly Measure[] = [
  ['recovery_time', null],
  ['time_to_first_success', null],
  ['time_to_steady_state', null],
  ['outage', null],
  ['brownout', null],
  ['heal_outage', null],
  ['node_stall', null],
];
/** Of the ledger: promises, and no matter of more or less. */
export const moneyMetrics = [
  'lost_payments',
  'duplicate_payments',
  'phantom_payments',
  'partial_payments',
  'balance_drift',
] as const;

const wholeRun: GateScope = { kind: 'run' };

export function figuresOf({ phases, faults, operations }: Measurable): readonly Indicator[] {
  const scopes: readonly GateScope[] = [wholeRun, ...phases.map((phase) => ({ kind: 'during', phase }) as const)];
  return [
    ...moneyMetrics.map((metric) => ({ metric, aggregate: null, tags: {}, scope: wholeRun })),
    ...scopes.flatMap((scope) => loadMeasures.map((measure) => indicatorOf(measure, scope))),
    ...scopes.flatMap((scope) =>
      operations.flatMap((operation) => operationMeasures.map((measure) => indicatorOf(measure, scope, { operation }))),
    ),
    ...faults.flatMap((fault) => faultMeasures.map((measure) => indicatorOf(measure, { kind: 'after', fault }))),
  ];
}

function indicatorOf([metric, aggregate]: Measure, scope: GateScope, tags: Indicator['tags'] = {}): Indicator {
  return { metric, aggregate, tags, scope };
}
