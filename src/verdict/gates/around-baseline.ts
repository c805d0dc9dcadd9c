/** Says what is not the same around a run and the baseline that it is held against: it may be why a gate broke, or why it held. */
import { differingFacts } from '../../kit/differing-facts.js';
import { environmentFacts } from '../../kit/environment-facts.js';
import type { StoredBaselineLimit } from '../../model/gate.js';
import type { JournalFacts } from '../read-journal.js';

const shownMax = 3;

/** A sentence, or nothing. */
export function aroundBaseline(
  { baseline, around }: StoredBaselineLimit,
  { header }: Pick<JournalFacts, 'header'>,
): string {
  if (around === undefined) return '';
  const differences = [
    ...around.scenario,
    ...differingFacts(around.environment, environmentFacts(header)),
    ...differingFacts({ paystorm: around.toolVersion }, { paystorm: header.toolVersion }),
  ];
  if (differences.length === 0) return '';
  const shown = differences
    .slice(0, shownMax)
    .map(({ what, before, after }) => `${what} (${before} there, ${after} here)`);
  const rest = differences.length - shown.length;
  return `Not the same as for ${baseline}: ${shown.join(', ')}${rest === 0 ? '' : `, and ${rest} more`}.`;
}
