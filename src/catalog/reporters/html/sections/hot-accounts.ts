/** The hottest accounts: how many payments wanted each of them, what they waited there, and how often they collided. */
import { bufferSentence } from '../../../../kit/buffer-sentence.js';
import { formatCount, formatDuration, formatPercent } from '../../../../kit/format.js';
import type { HotAccount } from '../../../../model/hot-account.js';
import type { RunRecord } from '../../../../model/run-record.js';
import { html, type Content, type Markup } from '../markup.js';
import { table } from '../table.js';
import { term } from '../term.js';

/** Nothing where a record says nothing of them. */
export function hotAccountsPart({ hotAccounts = null, bufferedPosting }: RunRecord): Content {
  if (hotAccounts === null) return '';
  const { accounts, othersServiceTimeMs: others, arrivals } = hotAccounts;
  return html`<h3>Hottest accounts</h3>
    <p>
      Of the first ${formatCount(arrivals)} arrivals. ${term('service time', 'Service time')} is that of acknowledged
      payments${
        others === null
          ? ''
          : html`; those that touch none of these accounts took ${formatDuration(others.p50)} (p50) and
            ${formatDuration(others.p99)} (p99)`
      }.
      A conflict is a deadlock, a lock that came too late, or a payment on another node that was
      first.${
        bufferedPosting === undefined
          ? ''
          : ' Buffered credits are not counted: their payments do not touch the account.'
      }
    </p>
    ${hotTable(accounts)} ${bufferedPosting !== undefined && html`<p>${bufferSentence(bufferedPosting)}</p>`}`;
}

function hotTable(accounts: readonly HotAccount[]): Markup {
  return table(
    'Hottest accounts',
    [
      { title: 'Account' },
      { title: 'Payments', isNumber: true },
      { title: 'Share', isNumber: true },
      { title: 'Service p50', isNumber: true },
      { title: 'Service p99', isNumber: true },
      { title: 'Conflicts', isNumber: true },
    ],
    accounts.map((hot) => [
      `${hot.kind} ${hot.account}${hot.parent === undefined ? '' : `, a part of ${hot.parent}`}`,
      formatCount(hot.payments),
      formatPercent(Math.round(hot.share * 1_000) / 1_000),
      hot.serviceTimeMs === null ? '–' : formatDuration(hot.serviceTimeMs.p50),
      hot.serviceTimeMs === null ? '–' : formatDuration(hot.serviceTimeMs.p99),
      formatCount(hot.conflicts),
    ]),
  );
}
