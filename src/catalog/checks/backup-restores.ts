/** A backup is worth what can be restored from it: every payment that was acknowledged before it was taken, none that came later, and books that balance. */
import { counted, formatClock, formatMoney } from '../../kit/format.js';
import type { AuditCategory, AuditCategoryCount, LedgerAudit, NodeAudit } from '../../model/audit.js';
import type { BackupResult, TakenBackup } from '../../model/backup.js';
import type { CheckKind, Finding } from '../../model/check.js';
import type { Evidence } from '../../model/evidence.js';
import { mergeVerdicts } from '../../model/verdict.js';
import { examplesMax, inconclusive, inDoubtShare, inDoubtShareMax, passed } from './words/judge-ledger.js';

export const backupRestores: CheckKind = {
  kind: 'backup-restores',
  summary:
    'Every backup can be restored, holds every payment acknowledged before it was taken and none sent after, and its books balance.',
  invariants: [3, 4, 5, 6],
  question: 'data-loss',
  isDataViolation: true,
  isAsked: ({ backups }) => backups.length > 0,
  judge: judgeBackups,
};

function judgeBackups({ backups }: Evidence): Finding {
  if (backups.length === 0) return inconclusive('No backup was taken.');
  const findings = backups.map(judgeBackup);
  return {
    verdict: mergeVerdicts(findings.map((finding) => finding.verdict)),
    statement: findings.map((finding) => finding.statement).join(' '),
    count: findings.reduce((sum, { count }) => sum + count, 0),
    money: findings.reduce((sum, { money }) => sum + (money ?? 0), 0),
    examples: findings.flatMap(({ examples }) => examples).slice(0, examplesMax),
  };
}

function judgeBackup(backup: BackupResult): Finding {
  const { taken, refusal, obstacle, audit, missing } = backup;
  const name = `The backup of ${taken.node} (${backup.fault})`;
  if (taken.failure !== null) return inconclusive(`${name} came to nothing: ${taken.failure}.`);
  if (refusal !== null) return failed(`${name} cannot be restored: ${refusal}.`, nothing);
  if (obstacle !== null) return inconclusive(`${name} was not restored: ${obstacle}.`);
  const [node] = audit?.nodes ?? [];
  if (audit === null || node === undefined || missing === null)
    return inconclusive(
      `${name} was restored, and its ledger could not be read: ${node?.unreadable ?? 'there is none'}.`,
    );
  const flaws = flawsOf(node, missing).filter(({ count }) => count > 0);
  if (flaws.length > 0) {
    return failed(`${name} is not worth restoring: ${flaws.map(({ text }) => text).join('; ')}.`, together(flaws));
  }
  return judgeWhole(name, taken, audit);
}

/** Nothing is wrong with it; whether that says anything depends on what is known of its time. */
function judgeWhole(name: string, { node, appliedMs, snapshot }: TakenBackup, audit: LedgerAudit): Finding {
  const { acknowledged } = audit.attempted;
  if (appliedMs === null)
    return inconclusive(`${name} balances, but ${node} was so far behind that nobody knows what had to be in it.`);
  if (acknowledged === 0) return inconclusive(`${name} was taken before any payment had been acknowledged.`);
  if (inDoubtShare(audit) > inDoubtShareMax)
    return inconclusive(`${name} balances, but too many payments were under way or in doubt to prove anything.`);
  return passed(
    `${name} can be restored: it holds all of ${counted(acknowledged, 'payment')} acknowledged until ${formatClock(appliedMs, 3)} and none sent after ${formatClock(snapshot?.toMs ?? appliedMs, 3)}, and its books balance.`,
  );
}

interface Flaw extends AuditCategoryCount {
  readonly text: string;
}

function flawsOf(node: NodeAudit, missing: AuditCategoryCount): readonly Flaw[] {
  const of = (...categories: readonly AuditCategory[]) => together(categories.map((each) => node.categories[each]));
  const later = of('phantom', 'unexpected');
  const torn = of('partial', 'duplicate', 'content');
  const apart = of('drift', 'chain', 'negative');
  const off = Math.abs(node.totals.balance - node.totals.opening);
  return [
    {
      ...missing,
      text: `${counted(missing.count, 'payment')} that had to be in it ${missing.count === 1 ? 'is' : 'are'} missing`,
    },
    { ...later, text: `${counted(later.count, 'payment')} in it had failed or had not been sent yet` },
    {
      ...torn,
      text: `${counted(torn.count, 'payment')} in it ${torn.count === 1 ? 'is' : 'are'} torn or other than planned`,
    },
    { ...apart, text: `histories of accounts do not add up (${counted(apart.count, 'finding')})` },
    { count: off === 0 ? 0 : 1, money: off, examples: [], text: `its balances are off by ${formatMoney(off)} in all` },
  ];
}

const nothing: AuditCategoryCount = { count: 1, money: 0, examples: [] };

function together(found: readonly AuditCategoryCount[]): AuditCategoryCount {
  return {
    count: found.reduce((sum, { count }) => sum + count, 0),
    money: found.reduce((sum, { money }) => sum + money, 0),
    examples: found.flatMap(({ examples }) => examples),
  };
}

function failed(statement: string, { count, money, examples }: AuditCategoryCount): Finding {
  return { verdict: 'fail', statement, count, money, examples: examples.map(({ text }) => text) };
}
