/** Every metric of a run, and its form for OpenTelemetry, from which both ways out of the process are written. Sole home of its packages, with the two writers beside it. */
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  DataPointType,
  type MetricData,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import { bucketBoundsMs } from '../../../model/load-tally.js';
import { toolVersion } from '../../tool-version.js';
import type { Story } from '../story/story.js';
import type { Family } from './family.js';
import { instrumentFamilies } from './instrument-families.js';
import { loadFamilies } from './load-families.js';
import { runFamilies } from './run-families.js';
import { targetFamilies } from './target-families.js';

const milli = 1_000;
const nano = 1_000_000;
const boundaries = bucketBoundsMs.map((boundMs) => boundMs / milli);

/** What was counted since the same moment. A collector takes counters that begin anew for ones that went back, unless their start is a later one. */
export interface Counted {
  readonly families: readonly Family[];
  /** Wall clock, as all times here. */
  readonly startMs: number;
}

interface Span {
  readonly startMs: number;
  readonly nowMs: number;
}

/** Families without any point are left out: collectors dislike names without values. */
export function familiesOf(story: Story): readonly Family[] {
  return [...runFamilies(story), ...loadFamilies(story), ...targetFamilies(story), ...instrumentFamilies(story)].filter(
    ({ points }) => points.length > 0,
  );
}

export function resourceMetrics(counted: readonly Counted[], nowMs: number): ResourceMetrics {
  return {
    resource: resourceFromAttributes({ 'service.name': 'paystorm', 'service.version': toolVersion }),
    scopeMetrics: [
      {
        scope: { name: 'paystorm', version: toolVersion },
        metrics: counted.flatMap(({ families, startMs }) =>
          families.map((family) => metricData(family, { startMs, nowMs })),
        ),
      },
    ],
  };
}

function metricData(family: Family, span: Span): MetricData {
  const { name, help } = family;
  const times = { startTime: hrTime(span.startMs), endTime: hrTime(span.nowMs) };
  const common = {
    descriptor: { name, description: help, unit: unitOf(name), valueType: 1 },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  };
  if (family.kind === 'histogram') {
    const dataPoints = family.points.map(({ labels, counts, sumSeconds }) => ({
      ...times,
      attributes: labels,
      value: {
        buckets: { boundaries: [...boundaries], counts: [...counts] },
        count: counts.reduce((sum, count) => sum + count, 0),
        sum: sumSeconds,
      },
    }));
    return { ...common, dataPointType: DataPointType.HISTOGRAM, dataPoints };
  }
  const dataPoints = family.points.map(({ labels, value }) => ({ ...times, attributes: labels, value }));
  return family.kind === 'counter'
    ? { ...common, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints }
    : { ...common, dataPointType: DataPointType.GAUGE, dataPoints };
}

/** In the words of UCUM, as OpenTelemetry has them. */
function unitOf(name: string): string {
  if (/_seconds(?:_total)?$/u.test(name)) return 's';
  return name.endsWith('_bytes') ? 'By' : '';
}

function hrTime(wallMs: number): [number, number] {
  const seconds = Math.floor(wallMs / milli);
  return [seconds, Math.round((wallMs - seconds * milli) * nano)];
}
