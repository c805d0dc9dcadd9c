/** What arrivals tell a gate: shares, rates and times, by intended start. */
import { formatCount } from '../../kit/format.js';
import { dropReasons, outcomes } from '../../model/outcome.js';
import type { Gate } from '../../model/gate.js';
import { metricNamed, unitOf } from '../../model/metric.js';
import { percentileOf } from '../percentiles.js';
import { formatFigure } from '../../kit/format-figure.js';
import { nothingObserved, type GateEvidence, type Observed, type Ranges } from './gate-evidence.js';
import type { Observer } from './gate-evidence.js';

const noArrivals = 'No arrival was scheduled in this scope.';
const inDoubt = outcomes.indexOf('in-doubt');

export const availability: Observer = (gate, evidence, ranges) => {
  const { isGood } = evidence.evidence.arrivals;
  return share(gate, evidence, ranges, (index) => isGood[index] === 1);
};

export const inDoubtRate: Observer = (gate, evidence, ranges) => {
  const { outcome } = evidence.evidence.arrivals;
  return share(gate, evidence, ranges, (index) => outcome[index] === inDoubt);
};

function share(gate: Gate, evidence: GateEvidence, ranges: Ranges, isCounted: (index: number) => boolean): Observed {
  let counted = 0;
  let all = 0;
  forEachArrival(gate, evidence, ranges, (index) => {
    all += 1;
    if (isCounted(index)) counted += 1;
  });
  if (all === 0) return nothingObserved(noArrivals);
  const value = (counted / all) * 100;
  return { value, text: `${formatFigure(value, 'percent')} (${formatCount(counted)} of ${formatCount(all)})` };
}

export const goodputRate: Observer = (_gate, { goodput }, ranges) => {
  let good = 0;
  let all = 0;
  for (const { fromMs, toMs } of ranges) {
    const [from, to] = [goodput.indexAt(fromMs), goodput.indexAt(toMs)];
    good += goodput.good(from, to);
    all += to - from;
  }
  return all === 0 ? nothingObserved(noArrivals) : rate(good, ranges);
};

/** Correct answers by the time they came, however late: what the target got done, not what clients tried. */
export const throughput: Observer = (_gate, evidence, ranges) => {
  const { count, intendedStartMs, responseTimeMs } = evidence.evidence.arrivals;
  const scheduled = ranges.reduce((sum, { fromMs, toMs }) => {
    return sum + evidence.goodput.indexAt(toMs) - evidence.goodput.indexAt(fromMs);
  }, 0);
  if (scheduled === 0) return nothingObserved(noArrivals);
  let answered = 0;
  for (let index = 0; index < count; index += 1) {
    // Without a correct answer this is not a number, and in no range.
    const atMs = (intendedStartMs[index] as number) + (responseTimeMs[index] as number);
    if (ranges.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs)) answered += 1;
  }
  return rate(answered, ranges);
};

export const dropped: Observer = (gate, evidence, ranges) => {
  const wanted = gate.tags['reason'];
  const { dropReason } = evidence.columns;
  let value = 0;
  let all = 0;
  forEachArrival(gate, evidence, ranges, (index) => {
    all += 1;
    const reason = dropReason[index] as number;
    if (reason !== 0 && (wanted === undefined || dropReasons[reason] === wanted)) value += 1;
  });
  return all === 0 ? nothingObserved(noArrivals) : { value, text: `${formatCount(value)} of ${formatCount(all)}` };
};

/**
 * Times of correct answers: how fast an error came is no response time. Who got none waited for the deadline at least, and how much longer
 * nobody knows: what rests on them is a lower bound, so that a gate on response time cannot hold because nobody was answered.
 */
export function timeOf(column: 'responseTimeMs' | 'serviceTimeMs'): Observer {
  return (gate, evidence, ranges) => {
    const values = evidence.evidence.arrivals[column];
    const { deadlineMs } = evidence.facts.header.plan.scenario.client;
    const isWaited = column === 'responseTimeMs' && gate.aggregate !== 'count';
    const atLeast: number[] = [];
    const atMost: number[] = [];
    forEachArrival(gate, evidence, ranges, (index) => {
      const value = values[index] as number;
      if (Number.isNaN(value) && !isWaited) return;
      atLeast.push(Number.isNaN(value) ? deadlineMs : value);
      atMost.push(Number.isNaN(value) ? Number.POSITIVE_INFINITY : value);
    });
    const value = aggregateOf(gate, atLeast);
    const metric = metricNamed(gate.metric);
    if (value === null || metric === undefined) return nothingObserved('No answer came in this scope.');
    const text = formatFigure(value, unitOf(metric, gate.aggregate));
    if (aggregateOf(gate, atMost) === value) return { value, text };
    return { value, text: `≥ ${text}`, isCensored: true, openEnd: 'It rests on customers who got no answer' };
  };
}

function aggregateOf(gate: Gate, values: readonly number[]): number | null {
  return aggregate(Float32Array.from(values).sort(), gate.aggregate ?? 'max');
}

function aggregate(sorted: Float32Array, name: string): number | null {
  if (sorted.length === 0) return null;
  if (name === 'count') return sorted.length;
  if (name === 'avg') return sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return percentileOf(sorted, name === 'max' ? 100 : Number(name.slice(1)));
}

export function rate(count: number, ranges: Ranges): Observed {
  const seconds = ranges.reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs) / 1_000, 0);
  const value = count / seconds;
  return { value, text: formatFigure(value, 'per-second') };
}

/** Visits the arrivals scheduled in the ranges that carry the gate's tags. */
function forEachArrival(
  gate: Gate,
  { evidence, facts, goodput }: GateEvidence,
  ranges: Ranges,
  visit: (index: number) => void,
): void {
  const { operation, zone, node } = evidence.arrivals;
  const { header } = facts;
  const wanted = [
    { column: operation, position: positionOf(header.operations, gate.tags['operation']) },
    { column: zone, position: positionOf(header.plan.zones, gate.tags['zone']) },
    {
      column: node,
      position: positionOf(
        header.nodes.map((each) => each.name),
        gate.tags['node'],
      ),
    },
  ].filter((each) => each.position !== null);
  for (const { fromMs, toMs } of ranges) {
    const to = goodput.indexAt(toMs);
    for (let index = goodput.indexAt(fromMs); index < to; index += 1) {
      if (wanted.every(({ column, position }) => column[index] === position)) visit(index);
    }
  }
}

function positionOf(names: readonly string[], name: string | undefined): number | null {
  return name === undefined ? null : names.indexOf(name);
}
