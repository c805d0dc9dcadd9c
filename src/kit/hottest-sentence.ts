/** The hottest account in a sentence, where it is hot enough to be told: it collided, or its payments waited. */
import type { HotAccounts } from '../model/hot-account.js';
import { formatCount, formatDuration, formatPercent } from './format.js';

/** As many times longer as elsewhere: chance makes less. */
const slowerMin = 2;

/** Empty where no account stands out. */
export function hottestSentence(hot: HotAccounts | null | undefined): string {
  const worst = hot?.accounts.toSorted((left, right) => right.conflicts - left.conflicts)[0];
  if (hot == null || worst === undefined) return '';
  const { kind, account, share, conflicts, serviceTimeMs } = worst;
  const others = hot.othersServiceTimeMs;
  const waits =
    serviceTimeMs !== null && others !== null && serviceTimeMs.p99 >= others.p99 * slowerMin
      ? `, p99 ${formatDuration(serviceTimeMs.p99)} there against ${formatDuration(others.p99)} elsewhere`
      : '';
  if (conflicts === 0 && waits === '') return '';
  return `Hottest account: ${kind} ${account}, wanted by ${formatPercent(Math.round(share * 1_000) / 1_000)} of the payments; ${formatCount(conflicts)} conflicts${waits}.`;
}
