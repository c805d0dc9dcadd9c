/** On which nodes an anomaly was seen, the worst first. */
import { formatCount } from '../../../kit/format.js';
import type { Anomaly } from '../../../model/anomaly.js';

/** " on node-b", or " (7 on node-b, 1 on node-c)"; empty where that is not told. */
export function placesOf({ nodes = [] }: Pick<Anomaly, 'nodes'>): string {
  const counts = new Map<string, number>();
  for (const node of nodes) counts.set(node, (counts.get(node) ?? 0) + 1);
  const places = [...counts].sort(([, one], [, other]) => other - one);
  const [only] = places;
  if (only === undefined) return '';
  if (places.length === 1) return ` on ${only[0]}`;
  return ` (${places.map(([node, count]) => `${formatCount(count)} on ${node}`).join(', ')})`;
}
