/**
 * Invariant 13, read from the rows of one node alone: refunds within what they pay back, captures and voids of what was authorised and of nothing else,
 * nothing held for ever, one voucher for each customer and campaign. Read only where operations of the run write such rows.
 */
import {
  readHoldingOr,
  readNamed,
  readReferring,
  readVouchers,
  type Referring,
  type VoucherRow,
} from '../../ledger/read-references.js';
import type { LinkedRows, LinkKind } from '../../model/audit.js';
import type { Connection } from '../../mysql/connect.js';
import type { AuditContext } from './audit-context.js';
import type { CategoryCounts } from './category-counts.js';
import { isRefund, judgeReferring } from './judge-references.js';
import { ledgerExample } from './ledger-example.js';
import { PaymentMarks } from './payment-marks.js';
import { RowDigest } from './row-digest.js';

export interface ReferenceReading {
  readonly rows: LinkedRows;
  /** Of all vouchers, so that nodes can be compared. */
  readonly voucherDigest: string;
}

/** Null where the run has no operation that refers, holds money or gives vouchers. */
export async function auditReferences(
  connection: Connection,
  context: AuditContext,
  counts: CategoryCounts,
): Promise<ReferenceReading | null> {
  if (linksOf(context).length === 0) return null;
  const voucherKinds = context.contents.operations.filter(({ link }) => link === 'voucher').map(({ kind }) => kind);
  const rows = { refunds: 0, settlements: 0, authorised: 0, vouchers: 0 };
  const marks = new PaymentMarks(context);
  await sweepReferring(connection, { counts, rows, marks });
  const digest = new RowDigest();
  if (voucherKinds.length > 0) await sweepVouchers(connection, { counts, rows, marks, digest });
  await sweepHolding(connection, { counts, rows, marks, voucherKinds, isCopy: context.isCopy });
  for (const payment of marks.left('claimed'))
    counts.add('overissued', 0, ledgerExample(payment, 0, 'a voucher was entered for it, and it is not there'));
  return { rows, voucherDigest: digest.text() };
}

/** What the run's operations write that is bound by rules. */
export function linksOf({ contents }: AuditContext): readonly LinkKind[] {
  return [...new Set(contents.operations.flatMap(({ link }) => link ?? []))];
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

/** Claims of one customer stand side by side. */
async function sweepVouchers(
  connection: Connection,
  { counts, rows, marks, digest }: Reading & { readonly digest: RowDigest },
): Promise<void> {
  let before: VoucherRow | undefined;
  for await (const page of readVouchers(connection)) {
    for (const voucher of page) {
      const { campaign, customer, paymentId } = voucher;
      rows.vouchers += 1;
      digest.add([campaign, customer, paymentId]);
      marks.add('claimed', paymentId);
      if (before?.campaign === campaign && before.customer === customer) {
        const what = `a further voucher of campaign ${campaign} for customer ${customer}, after payment ${before.paymentId}`;
        counts.add('overissued', 0, ledgerExample(paymentId, 0, what));
      }
      before = voucher;
    }
  }
}

interface Holding extends Reading {
  readonly voucherKinds: readonly string[];
  readonly isCopy: boolean;
}

async function sweepHolding(
  connection: Connection,
  { counts, rows, marks, voucherKinds, isCopy }: Holding,
): Promise<void> {
  for await (const page of readHoldingOr(connection, voucherKinds)) {
    for (const { paymentId, operation, amount, state } of page) {
      if (state === 'authorised') {
        rows.authorised += 1;
        const isSettled = marks.take('settled', paymentId);
        // In the middle of a load money is held as it should be.
        if (!isSettled && !isCopy)
          counts.add('pending', amount, ledgerExample(paymentId, amount, 'held, and neither captured nor voided'));
      }
      if (voucherKinds.includes(operation) && !marks.take('claimed', paymentId))
        counts.add(
          'overissued',
          amount,
          ledgerExample(paymentId, amount, `a ${operation} that its campaign does not know of`),
        );
    }
  }
}
