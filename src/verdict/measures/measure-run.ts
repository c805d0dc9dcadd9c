/** Measures a run for later comparisons, by the same observers that gates are judged by: a figure means what a gate of its name means. */
import { highest } from '../../kit/highest.js';
import { gateOf, printIndicator } from '../../kit/indicator.js';
import { figuresOf } from '../../model/figures.js';
import type { Indicator } from '../../model/indicator.js';
import type { Figure, RunMeasures, ScheduleLag } from '../../model/sample.js';
import { medianOf } from '../../statistics/median.js';
import type { GateEvidence, Ranges } from '../gates/gate-evidence.js';
import { observe } from '../gates/observe.js';
import { resolveScope } from '../gates/resolve-scope.js';
import { loadBlocks } from './load-blocks.js';
import { responseTimes, type ResponseTimes } from './response-times.js';

export function measureRun(evidence: GateEvidence): RunMeasures {
  const { plan, operations } = evidence.facts.header;
  const phases = plan.phases.filter(({ isWarmup }) => !isWarmup).map(({ name }) => name);
  const faults = evidence.evidence.recoveries.map(({ fault }) => fault);
  const figures: Record<string, Figure> = {};
  const unmeasured: Record<string, string> = {};
  const timesOf = sortedOnce(evidence);
  for (const indicator of figuresOf({ phases, faults, operations })) {
    const found = figureOf(indicator, evidence, timesOf);
    if (typeof found === 'string') unmeasured[printIndicator(indicator)] = found;
    else figures[printIndicator(indicator)] = found;
  }
  return {
    figures,
    unmeasured,
    deadlineMs: plan.scenario.client.deadlineMs,
    scheduleLag: scheduleLagOf(evidence),
    blocks: loadBlocks(evidence),
  };
}

/** A sentence where there is none. */
function figureOf(indicator: Indicator, evidence: GateEvidence, timesOf: TimesOf): Figure | string {
  const gate = gateOf(indicator);
  const scope = resolveScope(gate, evidence);
  if (scope.ranges === null || scope.reason !== null) return scope.reason ?? 'Nothing was observed.';
  if (indicator.metric === 'response_time') {
    const place = Number((indicator.aggregate ?? '').slice(1));
    const figure = timesOf(indicator, scope.ranges).percentile(place);
    return figure === null ? 'No arrival was scheduled in this scope.' : roundedFigure(figure);
  }
  const observed = observe(gate, evidence, scope.ranges);
  // What decides nothing for a gate is no figure to compare with either.
  if (observed.value === null || observed.reason !== undefined) return observed.reason ?? 'Nothing was measured.';
  if (observed.gap !== undefined) return observed.gap;
  return roundedFigure(observed.isCensored === true ? { atLeast: observed.value } : observed.value);
}

type TimesOf = (indicator: Indicator, ranges: Ranges) => ResponseTimes;

/** The percentiles of one scope and operation come one after the other: what was sorted last is what is asked for next. */
function sortedOnce({ evidence, facts, goodput }: GateEvidence): TimesOf {
  const { operations, plan } = facts.header;
  let last: { readonly key: string; readonly times: ResponseTimes } | null = null;
  return ({ scope, tags }, ranges) => {
    const key = JSON.stringify([scope, tags]);
    if (last?.key === key) return last.times;
    const indexes = ranges.map(({ fromMs, toMs }) => [goodput.indexAt(fromMs), goodput.indexAt(toMs)] as const);
    const operation = tags['operation'] === undefined ? null : operations.indexOf(tags['operation']);
    const { deadlineMs } = plan.scenario.client;
    last = { key, times: responseTimes(evidence.arrivals, indexes, { operation, deadlineMs }) };
    return last.times;
  };
}

function scheduleLagOf({ facts }: GateEvidence): ScheduleLag {
  const seconds = facts.intervals.flatMap(({ scheduleLagMsP99 }) => scheduleLagMsP99 ?? []);
  if (seconds.length === 0) return { typicalMs: 0, worstMs: 0 };
  return { typicalMs: rounded(medianOf(seconds)), worstMs: rounded(highest(seconds) ?? 0) };
}

function roundedFigure(figure: Figure): Figure {
  return typeof figure === 'number' ? rounded(figure) : { atLeast: rounded(figure.atLeast) };
}

/** Six digits are more than was ever measured, and make a smaller file. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
