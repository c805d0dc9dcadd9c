/** Judges one gate: its scope, what was observed there, the limit, and the verdict. No samples are never a pass. */
import type { Gate } from '../../model/gate.js';
import type { GateResult } from '../../model/run-record.js';
import type { RunMeasures } from '../../model/sample.js';
import type { Verdict } from '../../model/verdict.js';
import { reachesAcross } from '../error-bar.js';
import { holds, isUpperBound, marginRatio } from './compare.js';
import { isSettledByPart } from './cut-scope.js';
import { nothingObserved, type GateEvidence, type Observed, type Ranges } from './gate-evidence.js';
import { isDataMetric, observe } from './observe.js';
import { resolveLimit, type Limit } from './resolve-limit.js';
import { clip, resolveScope, type Scope } from './resolve-scope.js';
import { againstBaseline } from './stored-baseline.js';

const secondMs = 1_000;

/** `measures` are the run's own, which gates hold against stored ones. */
export function judgeGate(gate: Gate, evidence: GateEvidence, measures: RunMeasures): GateResult {
  const scope = resolveScope(gate, evidence);
  const ranges = scope.ranges ?? [];
  const observed =
    scope.ranges === null
      ? nothingObserved(scope.reason ?? 'Nothing was observed.')
      : observeAll(gate, evidence, ranges);
  const limit = resolveLimit(gate, evidence, ranges);
  const judged =
    gate.onBreach === 'abort'
      ? judgeTrigger(gate, evidence, observed)
      : againstBaseline(gate, judgeLimit(gate, { scope, observed, limit }), evidence, { observed, measures });
  const { verdict, reason } = evidence.evidence.instrument.isHealthy ? judged : withSickInstrument(gate, judged);
  const hasMargin = observed.value !== null && limit.value !== null;
  return {
    gate: gate.text,
    name: gate.name,
    scope: scope.words,
    observed: observed.text,
    observedValue: observed.value,
    limit: gate.onBreach === 'abort' ? `stops the run at ${limit.text}` : limit.text,
    limitValue: limit.value,
    marginRatio: hasMargin ? roomLeft(gate, observed.value, limit.value) : null,
    verdict,
    isWarning: gate.onBreach === 'warn',
    isStopGate: gate.onBreach === 'abort',
    reason,
  };
}

/** A generator that could not keep up may have made what it saw. The ledger it only read. */
function withSickInstrument(gate: Gate, judged: Judged): Judged {
  if (judged.verdict !== 'fail' || isDataMetric(gate.metric)) return judged;
  const reason = `The instrument was not healthy, so this may be its own doing. ${judged.reason}`;
  return { verdict: 'inconclusive', reason };
}

/** An abort gate names what must not come true, so its room lies on the other side of the limit. */
function roomLeft(gate: Gate, observed: number, limit: number): number | null {
  const margin = marginRatio(observed, gate.comparator, limit);
  return margin !== null && gate.onBreach === 'abort' ? -margin : margin;
}

/** With `for`, every second must hold by itself: the worst one is what was observed. */
function observeAll(gate: Gate, evidence: GateEvidence, ranges: Ranges): Observed {
  if (gate.forMs === null || gate.onBreach === 'abort') return observe(gate, evidence, ranges);
  // What a lower bound may have come to is worse than anything that is known.
  const reach = ({ value, isCensored }: Observed): number =>
    isCensored === true && isUpperBound(gate.comparator) ? Number.POSITIVE_INFINITY : (value ?? 0);
  const isWorse = (each: Observed, than: Observed): boolean =>
    isUpperBound(gate.comparator) ? reach(each) > reach(than) : reach(each) < reach(than);
  const seconds = secondsOf(ranges);
  const observed = seconds.map((second) => observe(gate, evidence, [second]));
  const worst = observed.reduce<Observed>((before, each) => {
    if (each.value === null) return before;
    return before.value === null || isWorse(each, before) ? each : before;
  }, nothingObserved('Nothing was measured in this scope.'));
  const silent = observed.filter((each) => each.value === null).length;
  if (silent === 0 || worst.value === null) return worst;
  return { ...worst, gap: `In ${silent} of ${seconds.length} seconds nothing was measured.` };
}

function secondsOf(ranges: Ranges): Ranges {
  return ranges.flatMap((range) => {
    const count = Math.ceil((range.toMs - range.fromMs) / secondMs);
    return Array.from({ length: count }, (_each, index) => {
      const fromMs = range.fromMs + index * secondMs;
      return clip([range], { fromMs, toMs: fromMs + secondMs });
    }).flat();
  });
}

interface Compared {
  readonly scope: Scope;
  readonly observed: Observed;
  readonly limit: Limit;
}

export interface Judged {
  readonly verdict: Verdict;
  readonly reason: string;
}

function judgeLimit(gate: Gate, { scope, observed, limit }: Compared): Judged {
  if (observed.value === null) return { verdict: 'inconclusive', reason: observed.reason ?? 'Nothing was measured.' };
  if (limit.value === null)
    return { verdict: 'inconclusive', reason: limit.reason ?? 'There is no limit to compare with.' };
  const isInside = holds(observed.value, gate.comparator, limit.value);
  const sentence = `Observed ${observed.text}; the limit is ${limit.text}.`;
  const isOpen = isInside || !isSettledByPart(gate, observed.value, limit.value);
  // A censored time that is over the limit already can only have become longer.
  if (observed.isCensored === true && !isInside && (!isOpen || scope.reason === null))
    return { verdict: 'fail', reason: sentence };
  if (observed.reason !== undefined) return { verdict: 'inconclusive', reason: observed.reason };
  if (observed.isCensored === true && scope.reason === null) {
    const openEnd = observed.openEnd ?? 'It was not over when observation ended';
    return { verdict: 'fail', reason: `${openEnd}: ${observed.text}; the limit is ${limit.text}.` };
  }
  if (isOpen && scope.reason !== null) return { verdict: 'inconclusive', reason: `${scope.reason} ${sentence}` };
  if (isAcross(gate, observed, limit.value))
    return { verdict: 'inconclusive', reason: `The error bar reaches across the limit. ${sentence}` };
  if (isInside && observed.gap !== undefined) return { verdict: 'inconclusive', reason: `${observed.gap} ${sentence}` };
  return { verdict: isInside ? 'pass' : 'fail', reason: sentence };
}

/** A lower bound has no error bar to look at: it has been judged as one. */
function isAcross({ comparator }: Gate, { value, errorMs, isCensored }: Observed, limit: number): boolean {
  if (value === null || errorMs === undefined || isCensored === true) return false;
  const bar = { valueMs: value, errorMs };
  // Whoever wants one exact time wants neither less nor more.
  const sides = comparator === '==' ? (['<', '>'] as const) : ([comparator] as const);
  return sides.some((side) => reachesAcross(bar, limit, (timeMs) => holds(timeMs, side, limit)));
}

/** An abort gate names what must not come true; whether it did was decided while the run went on. */
function judgeTrigger(gate: Gate, { facts }: GateEvidence, observed: Observed): Judged {
  const breach = facts.breaches.find((each) => each.gate === gate.text || each.gate === gate.name);
  if (breach !== undefined) return { verdict: 'fail', reason: `It stopped the run: ${breach.observed}.` };
  if (observed.value === null) return { verdict: 'inconclusive', reason: observed.reason ?? 'Nothing was measured.' };
  return { verdict: 'pass', reason: 'It never had to stop the run.' };
}
