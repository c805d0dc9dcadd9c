/** Checks the traffic as a whole: names, shapes that fit their phases, and bounds that only the sum can break. */
import { formatCount } from '../../kit/format.js';
import { printDuration } from '../../kit/duration.js';
import { curveOf, partsOf } from '../../kit/phase-curve.js';
import { arrivalsIn, peakOf } from '../../kit/rate-curve.js';
import { printRate } from '../../kit/rate-literal.js';
import { startOfRun } from '../../kit/word-literal.js';
import { limits } from '../../model/limits.js';
import type { Catalog } from '../../model/registry.js';
import type { PhaseSettings } from '../../model/scenario.js';
import type { Draft } from '../draft.js';
import { wholeRun } from '../gates/parse-gate.js';
import { problemAt } from '../problem.js';
import type { Report } from '../overlay.js';
import { nodeAt, placeAt } from '../source.js';
import { checkNames } from './check-names.js';

/** Words that a gate or a moment uses for something else. */
const reserved = [startOfRun, wholeRun];

export function checkTraffic(draft: Draft, catalog: Catalog, report: Report): void {
  const { root, phases, mix } = draft;
  checkNames(
    { root, list: ['traffic', 'phases'], names: phases.map((phase) => phase.name), reserved, what: 'phase' },
    report,
  );
  for (const [index, { settings }] of phases.entries()) {
    if (settings !== null) checkShape(settings, { draft, index, catalog, report });
  }
  const known = phases.map((phase) => phase.settings).filter((settings) => settings !== null);
  if (known.length === phases.length) checkBounds(known, draft, catalog, report);
  const places = [['traffic'], ...phases.map((_phase, index) => ['traffic', 'phases', index])];
  for (const [index, each] of [mix, ...phases.map(({ settings }) => settings?.mix)].entries()) {
    if (each === null || each === undefined || Object.keys(each).length > 0) continue;
    const message = 'The mix has no operation with a weight above zero.';
    const place = placeAt(root, [...(places[index] ?? []), 'mix']);
    report(problemAt(place, { message, remedy: 'Give at least one operation a weight.' }));
  }
}

interface ShapeContext {
  readonly draft: Draft;
  readonly index: number;
  readonly catalog: Catalog;
  readonly report: Report;
}

function checkShape(phase: PhaseSettings, { draft, index, catalog, report }: ShapeContext): void {
  const path = ['traffic', 'phases', index];
  const rate = nodeAt(draft.root, [...path, 'rate']);
  const key = rate === undefined ? 'shape' : 'rate';
  for (const [position, { shape, settings }] of partsOf(phase).entries()) {
    const message = catalog.shapes.get(shape).problem?.(settings, phase.durationMs) ?? null;
    if (message === null) continue;
    const place = placeAt(draft.root, [...path, key, ...(rate?.kind === 'list' ? [position] : [])]);
    report(problemAt(place, { message, remedy: 'Make the phase longer or the shape shorter.' }));
    return;
  }
  const top = peakOf(curveOf(phase, catalog)).perSecond;
  if (top <= limits.ratePerSecondMax) return;
  const message = `The rate reaches ${printRate(Math.round(top))}.`;
  const expected = `at most ${printRate(limits.ratePerSecondMax)}`;
  report(problemAt(placeAt(draft.root, [...path, key]), { message, expected }));
}

function checkBounds(phases: readonly PhaseSettings[], { root }: Draft, catalog: Catalog, report: Report): void {
  const place = placeAt(root, ['traffic', 'phases']);
  const durationMs = phases.reduce((sum, phase) => sum + phase.durationMs, 0);
  if (durationMs > limits.durationMsMax) {
    const message = `The phases last ${printDuration(durationMs)} together.`;
    report(problemAt(place, { message, expected: `at most ${printDuration(limits.durationMsMax)}` }));
    return;
  }
  const arrivals = phases.reduce((sum, phase) => sum + arrivalsOf(phase, catalog), 0);
  if (arrivals > limits.arrivalsMax) {
    const message = `The phases make ${formatCount(arrivals)} arrivals.`;
    report(problemAt(place, { message, expected: `at most ${formatCount(limits.arrivalsMax)}` }));
  }
  if (phases.length > 0 && arrivals < 1) {
    report(problemAt(place, { message: 'The phases make no arrival at all.', remedy: 'Give one a rate above zero.' }));
  }
}

function arrivalsOf(phase: PhaseSettings, catalog: Catalog): number {
  return curveOf(phase, catalog).reduce((sum, segment) => sum + arrivalsIn(segment), 0);
}
