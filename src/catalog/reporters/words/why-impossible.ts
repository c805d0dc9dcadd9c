/** Why what was seen cannot be when transactions are kept apart: one sentence for each kind of anomaly. */
import type { AnomalyKind } from '../../../model/anomaly.js';

/** Where nothing else is said, the steps lead from a transaction back to itself. */
const circle =
  'Each step says who must come before whom, and the steps lead back to where they began: no order of these transactions, one after the other, gives what they saw.';

const reasons: Readonly<Record<string, string>> = {
  'unexplained-read': 'A balance comes from the opening or from a payment; this one comes from neither.',
  G1a: 'What was aborted never happened, so nobody can have seen it.',
  G1b: 'Until its writer commits, nobody may see a version, and this one had been replaced by then.',
  'lost-update': 'Both started from the same version, so the later write undid the earlier without having seen it.',
  'read-your-writes': 'A session that has made a version can see this one or a later one, not an earlier.',
  'monotonic-reads': 'A session that has seen a version can see this one or a later one, not an earlier.',
  'false-absence':
    'The payment was acknowledged before anybody asked for it, so a fresh answer would have said that it is there.',
  'stale-read': 'The change was acknowledged before the read began, so a fresh read would have seen it.',
} satisfies Partial<Record<AnomalyKind, string>>;

export function whyImpossible(kind: string): string {
  return reasons[kind] ?? circle;
}
