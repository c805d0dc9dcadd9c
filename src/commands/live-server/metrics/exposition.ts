/** The metrics as text for Prometheus. */
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';

export const expositionType = 'text/plain; version=0.0.4; charset=utf-8';

/** Units stand in the names; a line of their own belongs to another format. Nothing is said of the collecting library: the names are ours. */
export function expositionOf(metrics: ResourceMetrics): string {
  const serializer = new PrometheusSerializer('', false, undefined, true, true);
  const scopeMetrics = metrics.scopeMetrics.map((scope) => ({
    ...scope,
    metrics: scope.metrics.map((metric) => ({ ...metric, descriptor: { ...metric.descriptor, unit: '' } })),
  }));
  return serializer.serialize({ ...metrics, scopeMetrics });
}
