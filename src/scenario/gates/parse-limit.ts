/** Reads what a gate compares with: a value with its unit, a share of the offered load, the time before the first fault, or stored runs. */
import { parsePercent } from '../../kit/quantity.js';
import type { GateLimit } from '../../model/gate.js';
import { unitOf, type Metric } from '../../model/metric.js';
import { parseStoredBaseline } from './parse-stored-baseline.js';
import { parseAllowance, readValue, refused, units, type Indicator } from './parse-value.js';
import type { Piece, Scanner } from './scan.js';

export function parseLimit(scanner: Scanner, indicator: Indicator): GateLimit {
  const { metric, aggregate } = indicator;
  const stored = parseStoredBaseline(scanner, indicator);
  if (stored !== null) return stored;
  const baseline = scanner.take(/baseline\b/uy);
  if (baseline !== null) return parseBaseline(scanner, indicator, baseline);
  const unit = unitOf(metric, aggregate);
  const piece = scanner.take(/[^\s]+/uy);
  if (piece === null) {
    const at = { text: '', offset: Math.max(0, scanner.offset - 1) };
    throw refused(
      at,
      'The gate ends without a limit.',
      units[unit].words,
      `Write ${units[unit].example}, for example.`,
    );
  }
  if (isShareOfOffered(scanner, piece, metric)) return shareOfOffered(piece, metric);
  return { kind: 'value', value: readValue(piece, unit, metric), unit };
}

/** Whether "of offered" follows. Where only a share of it makes sense, whatever else stands there is to blame, and not the share. */
function isShareOfOffered(scanner: Scanner, piece: Piece, metric: Metric): boolean {
  if (scanner.take(/of\s+offered\b/uy) !== null) return true;
  if (!metric.relativeTo.includes('offered') || !parsePercent(piece.text).ok) return false;
  scanner.take(/of\s+/uy);
  const found = scanner.take(/(?!(?:during|after|within|for)\b)\S+/uy) ?? piece;
  const remedy = `Write "${piece.text} of offered", or a rate such as 400/s.`;
  throw refused(found, `"${piece.text}" does not say of what it is a share.`, '"of offered" after it', remedy);
}

function shareOfOffered(piece: Piece, metric: Metric): GateLimit {
  if (!metric.relativeTo.includes('offered')) {
    const message = `"${metric.name}" cannot be compared with the offered load.`;
    throw refused(piece, message, 'throughput or goodput', `Write ${metric.example}, for example.`);
  }
  return { kind: 'share-of-offered', percent: readValue(piece, 'percent', metric) };
}

function parseBaseline(scanner: Scanner, indicator: Indicator, word: Piece): GateLimit {
  const { metric, aggregate, comparator } = indicator;
  if (!metric.relativeTo.includes('baseline') || aggregate === 'count') {
    const message = `"${metric.name}" cannot be compared with the baseline.`;
    throw refused(word, message, 'response_time or service_time', `Write ${metric.example}, for example.`);
  }
  if (comparator !== '<' && comparator !== '<=') {
    throw refused(word, 'A baseline is an upper limit.', '<= baseline + 10% floor 5ms', 'Write <= before it.');
  }
  const { percent, floor } = parseAllowance(scanner, indicator, /\+/uy);
  return { kind: 'baseline', plusPercent: percent, floor };
}
