/**
 * Invariant 13, read from the rows of one node alone: refunds within what they pay back, captures and voids of what was authorised and of nothing else,
 * nothing held for ever, and once what may be had once. Read only where operations of the run write such rows.
 */
import {
  readHoldingOr,
  readNamed,
  readOnce,
  readReferring,
  type OnceRow,
  type Referring,
} from '../../ledger/read-references.js';
import type { LinkedRows } from '../../model/audit.js';
import type { Connection } from '../../mysql/connect.js';
import type { AuditContext } from './audit-context.js';
import type { CategoryCounts } from './category-counts.js';
import { isRefund, judgeReferring } from './judge-references.js';
import { ledgerExample } from './ledger-example.js';
import { linksOf, onceRules, type OnceRule } from './once-rules.js';
import { PaymentMarks } from './payment-marks.js';
import { RowDigest } from './row-digest.js';

export interface ReferenceReading {
  readonly rows: LinkedRows;
  /** Of each table of what may be had once: one of all its rows, so that nodes can be compared, and none where the run writes no such. */
  readonly digests: Readonly<Record<OnceRule['table'], readonly string[]>>;
}

/** Null where the run has no operation that refers, holds money or takes what may be had once. */
export async function auditReferences(
  connection: Connection,
  context: AuditContext,
  counts: CategoryCounts,
): Promise<ReferenceReading | null> {
  const { operations } = context.contents;
  const links = linksOf(operations);
  if (links.length === 0) return null;
  const rules = onceRules.filter(({ link }) => links.includes(link));
  const rows = { refunds: 0, settlements: 0, authorised: 0, vouchers: 0 };
  const marks = new PaymentMarks(context);
  await sweepReferring(connection, { counts, rows, marks });
  const found = { voucher: 0, bank_transfer: 0 };
  const digests: Record<OnceRule['table'], readonly string[]> = { voucher: [], bank_transfer: [] };
  for (const rule of rules) {
    const digest = new RowDigest();
    found[rule.table] = await sweepOnce(connection, rule, { counts, marks, digest });
    digests[rule.table] = [digest.text()];
  }
  const taking = operations.flatMap(({ kind, link }) => {
    const rule = rules.find((each) => each.link === link);
    return rule === undefined ? [] : [[kind, rule] as const];
  });
  await sweepHolding(connection, { counts, rows, marks, rules: new Map(taking), isCopy: context.isCopy });
  for (const { table, category, unpaid } of rules) {
    for (const payment of marks.left(table)) counts.add(category, 0, ledgerExample(payment, 0, unpaid));
  }
  const transfers = links.includes('bank-transfer') ? { bankTransfers: found.bank_transfer } : {};
  return { rows: { ...rows, vouchers: found.voucher, ...transfers }, digests };
}

type Counted = { -readonly [Key in keyof LinkedRows]: LinkedRows[Key] };

interface Reading {
  readonly counts: CategoryCounts;
  readonly rows: Counted;
  readonly marks: PaymentMarks;
}

async function sweepReferring(connection: Connection, { counts, rows, marks }: Reading): Promise<void> {
  for await (const page of readReferring(connection)) {
    const byOriginal = groupByOriginal(page);
    const originals = await readNamed(connection, [...byOriginal.keys()]);
    for (const [originalId, referring] of byOriginal) {
      const refunds = referring.filter(isRefund).length;
      rows.refunds += refunds;
      rows.settlements += referring.length - refunds;
      if (refunds < referring.length) marks.add('settled', originalId);
      judgeReferring(counts, referring, originals.get(originalId));
    }
  }
}

function groupByOriginal(page: readonly Referring[]): ReadonlyMap<number, readonly Referring[]> {
  const groups = new Map<number, Referring[]>();
  for (const each of page) {
    const group = groups.get(each.originalId);
    if (group === undefined) groups.set(each.originalId, [each]);
    else group.push(each);
  }
  return groups;
}

/** Rows of the same key stand side by side. Returns how many there are. */
async function sweepOnce(
  connection: Connection,
  { table, category, nameOf }: OnceRule,
  { counts, marks, digest }: Pick<Reading, 'counts' | 'marks'> & { readonly digest: RowDigest },
): Promise<number> {
  let rows = 0;
  let before: OnceRow | undefined;
  for await (const page of readOnce(connection, table)) {
    for (const row of page) {
      const { key, paymentId } = row;
      rows += 1;
      digest.add([...key, paymentId]);
      marks.add(table, paymentId);
      if (before?.key.every((part, at) => part === key[at]) === true) {
        const what = `a further ${nameOf(key)}, after payment ${before.paymentId}`;
        counts.add(category, 0, ledgerExample(paymentId, 0, what));
      }
      before = row;
    }
  }
  return rows;
}

interface Holding extends Reading {
  /** Of the operations that take what may be had once. */
  readonly rules: ReadonlyMap<string, OnceRule>;
  readonly isCopy: boolean;
}

async function sweepHolding(connection: Connection, { counts, rows, marks, rules, isCopy }: Holding): Promise<void> {
  for await (const page of readHoldingOr(connection, [...rules.keys()])) {
    for (const { paymentId, operation, amount, state } of page) {
      if (state === 'authorised') {
        rows.authorised += 1;
        const isSettled = marks.take('settled', paymentId);
        // In the middle of a load money is held as it should be.
        if (!isSettled && !isCopy)
          counts.add('pending', amount, ledgerExample(paymentId, amount, 'held, and neither captured nor voided'));
      }
      const rule = rules.get(operation);
      if (rule !== undefined && !marks.take(rule.table, paymentId))
        counts.add(rule.category, amount, ledgerExample(paymentId, amount, rule.unentered(operation)));
    }
  }
}
