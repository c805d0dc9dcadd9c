/** What became of the payments: how many are in the ledger, which are lost, and which checks do not hold. */
import { counted, formatAge, formatCount, formatMoney } from '../../../kit/format.js';
import type { LostPayments } from '../../../model/reconciliation.js';
import type { RunRecord } from '../../../model/run-record.js';
import { backupSentences } from '../words/backup-sentences.js';
import { checkWord } from '../words/status.js';
import { unreadLedger } from '../words/unread-ledger.js';
import { plainText as clean, wrapText as wrap } from '../words/wrap.js';
import { painted, type Page } from './page.js';

const lostShownMax = 5;

export function ledgerOf(record: RunRecord, page: Page): string {
  const { reconciliation, checks } = record;
  const failed = checks.filter((check) => check.verdict !== 'pass' || check.isAllowed === true);
  const allowed = failed.filter((check) => check.isAllowed === true).length;
  const checkLines = failed.map((check) =>
    wrap(`${painted(checkWord(check), page)} ${clean(check.check)}: ${clean(check.statement)}`, page.columns),
  );
  const held = `Checks: ${checks.length - failed.length} of ${checks.length} hold${allowed === 0 ? '' : `, ${allowed} more ${allowed === 1 ? 'is' : 'are'} broken as the claims of the scenario allow`}.`;
  const backups = backupSentences(record).map((sentence) => wrap(clean(sentence), page.columns));
  return [...foundLines(reconciliation, page), ...elsewhere(record, page), ...backups, held, ...checkLines].join('\n');
}

/** An API that answers and leaves nothing behind is seldom a database that loses everything. */
function elsewhere({ reconciliation, scenario }: RunRecord, { columns }: Page): readonly string[] {
  if (scenario.api?.gateway !== null || reconciliation === null) return [];
  if (reconciliation.acknowledgedPresent !== 0 || (reconciliation.lost?.count ?? 0) === 0) return [];
  const sentence =
    'Not one of the payments that the API acknowledged is there: most likely it writes to other tables than those of this ledger, and of its payments nothing is known.';
  return [wrap(sentence, columns)];
}

function foundLines(reconciliation: RunRecord['reconciliation'], page: Page): readonly string[] {
  const unread = unreadLedger(reconciliation);
  if (unread !== null) return [wrap(clean(unread), page.columns)];
  if (reconciliation === null || reconciliation.lost === null) return [];
  const { lost, acknowledgedPresent, inDoubtPresent, inDoubtAbsent } = reconciliation;
  const doubtful = reconciliation.attempted.unrecorded === 0 ? 'in doubt' : 'in doubt or without a record';
  const ledger = `Ledger: ${formatCount(acknowledgedPresent)} acknowledged payments present, ${formatCount(lost.count)} lost; of those ${doubtful} ${formatCount(inDoubtPresent)} present and ${formatCount(inDoubtAbsent)} absent.`;
  return [wrap(ledger, page.columns), ...(lost.count === 0 ? [] : lostLines(lost, page))];
}

function lostLines(lost: LostPayments, page: Page): readonly string[] {
  const age = lost.oldestAgeMs === null ? '' : `, the oldest acknowledged ${formatAge(lost.oldestAgeMs)} the fault`;
  const head = wrap(`✘ Lost: ${counted(lost.count, 'payment')}, ${formatMoney(lost.money)}${age}.`, page.columns);
  const shown = lost.payments
    .slice(0, lostShownMax)
    .map(
      (payment) =>
        `  ${payment.payment}  ${clean(payment.operation)}  ${formatCount(payment.amount)}  ${formatAge(payment.ageMs)}`,
    );
  const rest = lost.count - shown.length;
  return [page.paint.violation(head), ...shown, ...(rest > 0 ? [`  and ${formatCount(rest)} more in the report`] : [])];
}
