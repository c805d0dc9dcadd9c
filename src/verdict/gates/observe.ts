/** Measures what a gate names, over some stretches of time: one entry a metric of the grammar. */
import type { Gate } from '../../model/gate.js';
import { metricNamed } from '../../model/metric.js';
import { nothingObserved, type GateEvidence, type Observed, type Observer, type Ranges } from './gate-evidence.js';
import { anomalies } from './observe-anomalies.js';
import { availability, dropped, goodputRate, inDoubtRate, throughput, timeOf } from './observe-arrivals.js';
import { errorRate } from './observe-attempts.js';
import { ledgerObservers } from './observe-ledger.js';
import { milestone, nodeStall, stretch } from './observe-recovery.js';
import { replicaLag } from './observe-nodes.js';

/** Gates on these are promises about the data: when one breaks, the data is wrong, whatever the target claims. */
const dataObservers: Readonly<Record<string, Observer>> = { ...ledgerObservers, anomalies };

export function isDataMetric(metric: string): boolean {
  return Object.hasOwn(dataObservers, metric);
}

const observers: Readonly<Record<string, Observer>> = {
  recovery_time: milestone('recoveryTimeMs'),
  time_to_first_success: milestone('timeToFirstSuccessMs'),
  time_to_steady_state: milestone('timeToSteadyStateMs'),
  heal_outage: milestone('healOutageMs'),
  node_stall: nodeStall,
  outage: stretch('outages'),
  brownout: stretch('brownouts'),
  ...dataObservers,
  availability,
  goodput: goodputRate,
  throughput,
  response_time: timeOf('responseTimeMs'),
  service_time: timeOf('serviceTimeMs'),
  errors: errorRate,
  in_doubt: inDoubtRate,
  dropped,
  replica_lag: replicaLag,
};

export function observe(gate: Gate, evidence: GateEvidence, ranges: Ranges): Observed {
  const observer = observers[gate.metric];
  if (observer === undefined) return nothingObserved(`Nothing measures ${gate.metric} yet.`);
  return observer(gate, evidence, ranges);
}

/** For the test that every metric of the table can be evaluated. */
export function canObserve(metric: string): boolean {
  return metricNamed(metric) !== undefined && observers[metric] !== undefined;
}
