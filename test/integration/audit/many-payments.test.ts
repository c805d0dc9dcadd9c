/** The audit of a ledger that is large: everything is read, and nothing is found that is not there. */
import { expect, test } from 'vitest';
import { createSystemClock } from '../../../src/kit/clock.js';
import { AuditStage, authorityIn, foundIn } from '../../fixtures/audit-stage.js';
import { planOf } from '../../fixtures/plan.js';

test('200,000 payments are audited, and nothing is found in them', async () => {
  await using stage = await AuditStage.open(1);
  const phases = '[{ name: only, for: 100s, rate: 3200/s }]';
  const mix = '{ balance: 45, qr-payment: 22, transfer: 12, top-up: 8, bill-payment: 7, withdrawal: 3 }';
  await stage.prepare({ plan: planOf({ phases, mix, keys: 'ledger: { accounts: 20k }\n' }) });
  const clock = createSystemClock();
  const startMs = clock.nowMs();
  const audit = await stage.audit();
  const seconds = (clock.nowMs() - startMs) / 1_000;
  const { rows } = authorityIn(audit);
  process.stdout.write(`audited ${rows.payments} payments with ${rows.entries} entries in ${seconds.toFixed(1)} s\n`);
  expect(foundIn(audit)).toEqual({});
  expect(rows.payments).toBeGreaterThan(190_000);
});
