/** The account with the most conflicts in a sentence, where there is something to tell: it collided, or its payments waited. */
import type { HotAccount, HotAccounts } from '../model/hot-account.js';
import { formatCount, formatDuration, formatPercent } from './format.js';

/** As many times longer as elsewhere: chance makes less. */
const slowerMin = 2;

/** What so many want is told although nothing is left to hold it against. */
const hotShareMin = 0.1;

/** Empty where no account stands out. */
export function hottestSentence(hot: HotAccounts | null | undefined): string {
  const worst = hot?.accounts.toSorted((left, right) => right.conflicts - left.conflicts)[0];
  if (hot == null || worst === undefined) return '';
  const { kind, account, share, conflicts, serviceTimeMs } = worst;
  const others = hot.othersServiceTimeMs;
  const waits = waitsOf({ share, serviceTimeMs }, others);
  if (conflicts === 0 && waits === '') return '';
  return `Most contended account: ${kind} ${account}, wanted by ${formatPercent(Math.round(share * 1_000) / 1_000)} of the payments; ${formatCount(conflicts)} conflicts${waits}.`;
}

function waitsOf(
  { share, serviceTimeMs }: Pick<HotAccount, 'share' | 'serviceTimeMs'>,
  others: HotAccounts['othersServiceTimeMs'],
): string {
  if (serviceTimeMs === null) return share >= hotShareMin ? ', and none of them was answered' : '';
  const there = `, p99 ${formatDuration(serviceTimeMs.p99)} there`;
  if (others === null) return share >= hotShareMin ? there : '';
  return serviceTimeMs.p99 >= others.p99 * slowerMin ? `${there} against ${formatDuration(others.p99)} elsewhere` : '';
}
