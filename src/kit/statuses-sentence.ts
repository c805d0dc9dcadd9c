/** Which statuses a payment API gave instead of a success: an expired token and a wrong path are told apart by nothing else. */
import { formatCount } from './format.js';

/** Empty where there were none. */
export function statusesSentence(statuses: Readonly<Record<string, number>> | undefined): string {
  const all = Object.entries(statuses ?? {}).sort(([, left], [, right]) => right - left);
  if (all.length === 0) return '';
  return `What the API answered instead of a success: ${all.map(([status, count]) => `HTTP ${status} ${formatCount(count)} times`).join(', ')}.`;
}
