/** An account that must not owe and did so in the middle of its history is told, although its balance is in order again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AuditStage, authorityIn, foundIn } from '../../fixtures/audit-stage.js';

let stage: AuditStage;

beforeAll(async () => {
  stage = await AuditStage.open(1);
  await stage.prepare();
});

afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

test('a balance that was below zero for one version is named, with how far it fell', async () => {
  const busiest = "SELECT account_id FROM account WHERE kind = 'customer' ORDER BY version DESC, account_id LIMIT 1";
  await stage.execute(
    `UPDATE entry JOIN (${busiest}) AS chosen USING (account_id) SET balance_after = -7 WHERE account_version = 1`,
  );
  const audit = await stage.audit();
  expect(foundIn(audit)).toEqual({ chain: 1, negative: 1 });
  expect(authorityIn(audit).categories.negative.money).toBe(7);
  expect(authorityIn(audit).categories.negative.examples[0]?.text).toContain('it fell to −7');
});
