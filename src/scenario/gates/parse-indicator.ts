/** Reads what a gate looks at beside its metric: the aggregate and the tags, each allowed by the metric's entry in the table. */
import { closestWord } from '../../kit/did-you-mean.js';
import { anomalyKinds } from '../../model/anomaly.js';
import { dropReasons, errorClasses } from '../../model/outcome.js';
import type { Aggregate, GateTag, Metric } from '../../model/metric.js';
import { GateRefused } from './gate-problem.js';
import type { Piece, Scanner } from './scan.js';

/** Values that are the same in every scenario; operations, nodes and zones are checked against the scenario. */
const fixedValues: Readonly<Partial<Record<GateTag, readonly string[]>>> = {
  class: errorClasses,
  reason: dropReasons,
  kind: anomalyKinds.map(({ name }) => name),
};

/** The aggregate without its dot, null for a metric that has none. */
export function checkAggregate(metric: Metric, piece: Piece | null, metricPiece: Piece): string | null {
  const allowed = metric.aggregates.map((each) => `.${spelled(each)}`).join(', ');
  if (piece === null) {
    if (metric.aggregates.length === 0) return null;
    const message = `"${metric.name}" is many numbers; the gate does not say which one counts.`;
    throw refused(metricPiece, message, allowed, `Write ${metric.example}, for example.`);
  }
  const text = piece.text.slice(1);
  if (metric.aggregates.length === 0) {
    throw refused(piece, `"${metric.name}" is a single number.`, 'no aggregate', `Write ${metric.name} alone.`);
  }
  if (/^p[\d.]+$/u.test(text)) return checkPercentile(metric, piece, allowed);
  if (metric.aggregates.includes(text as Aggregate) && text !== 'percentile') return text;
  const meant = closestWord(text, metric.aggregates.map(spelled));
  const remedy = meant === null ? `Write ${metric.example}, for example.` : `Did you mean ".${meant}"?`;
  throw refused(piece, `"${metric.name}" has no "${text}".`, allowed, remedy);
}

function checkPercentile(metric: Metric, piece: Piece, allowed: string): string {
  if (!metric.aggregates.includes('percentile')) {
    throw refused(piece, `"${metric.name}" has no percentiles.`, allowed, `Write ${metric.example}, for example.`);
  }
  const digits = piece.text.slice(2);
  const value = Number(digits);
  if (/^(?:0|[1-9]\d*)(?:\.\d+)?$/u.test(digits) && value <= 100) return `p${digits}`;
  const isShifted = /^9{3,}$/u.test(digits);
  const remedy = isShifted
    ? `Write p${digits.slice(0, 2)}.${digits.slice(2)}.`
    : 'Write p50, p99 or p99.9, for example.';
  throw refused(piece, `There is no percentile ${digits}.`, 'a percentile from p0 to p100', remedy);
}

export function parseTags(scanner: Scanner, metric: Metric): Readonly<Record<string, string>> {
  const open = scanner.take(/\{/uy);
  if (open === null) return {};
  const tags: Record<string, string> = {};
  do {
    const name = scanner.take(/[a-z_]+/iuy) ?? scanner.rest();
    checkTagName(metric, name, tags);
    const equals = scanner.take(/=/uy);
    const value = equals === null ? null : scanner.take(/[\p{L}\p{N}_.-]+/uy);
    if (value === null) throw refused(name, `The tag "${name.text}" has no value.`, 'tag=value', 'Write the value.');
    checkFixedValue(name.text as GateTag, value);
    tags[name.text] = value.text;
  } while (scanner.take(/,/uy) !== null);
  if (scanner.take(/\}/uy) === null) throw refused(open, 'The tags are not closed.', 'a closing brace', 'Write }.');
  return Object.fromEntries(Object.entries(tags).sort(([left], [right]) => (left < right ? -1 : 1)));
}

function checkTagName(metric: Metric, name: Piece, seen: Readonly<Record<string, string>>): void {
  if (Object.hasOwn(seen, name.text)) {
    throw refused(name, `The tag "${name.text}" is there twice.`, 'each tag once', 'Write one gate for each value.');
  }
  if (metric.tags.includes(name.text as GateTag)) return;
  const expected = metric.tags.length === 0 ? 'no tags' : `one of ${metric.tags.join(', ')}`;
  const isPhase = name.text === 'phase';
  const remedy = isPhase ? 'Write during PHASE after the limit.' : 'Remove it.';
  throw refused(name, `"${metric.name}" is not told apart by "${name.text}".`, expected, remedy);
}

function checkFixedValue(name: GateTag, value: Piece): void {
  const known = fixedValues[name];
  if (known === undefined || known.includes(value.text)) return;
  const meant = closestWord(value.text, known);
  const remedy = meant === null ? 'Choose one of these.' : `Did you mean "${meant}"?`;
  throw refused(value, `There is no ${name} "${value.text}".`, `one of ${known.join(', ')}`, remedy);
}

function spelled(aggregate: Aggregate): string {
  return aggregate === 'percentile' ? 'p99' : aggregate;
}

function refused({ text, offset }: Piece, message: string, expected: string, remedy: string): GateRefused {
  return new GateRefused({ message, expected, remedy, offset, length: Math.max(1, text.length) });
}
