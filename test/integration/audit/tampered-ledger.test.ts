/** The audit of one real MariaDB server: an untouched ledger passes, and every way of tampering with it is named in its category. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AuditStage, authorityIn, detecting, foundIn, idOf, postingOf, postings } from '../../fixtures/audit-stage.js';
import type { Ending } from '../../fixtures/synthetic-run.js';

const [victim, other, third] = [postings[20] as number, postings[40] as number, postings[60] as number];
let stage: AuditStage;

beforeAll(async () => {
  stage = await AuditStage.open(1);
});

afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

beforeEach(async () => {
  await stage.prepare();
});

test('an untouched ledger shows nothing', async () => {
  const audit = await stage.audit();
  expect(foundIn(audit)).toEqual({});
  expect(audit.attempted.acknowledged).toBe(postings.length);
  expect(authorityIn(audit).totals.balance).toBe(authorityIn(audit).totals.opening);
});

test('a deleted payment is lost, with its money and the time of its acknowledgement', async () => {
  await stage.execute(`DELETE FROM payment WHERE payment_id = ${idOf(victim)}`, ...withoutRows(idOf(victim)));
  const legs = postingOf(victim).legs.length;
  const audit = await stage.audit();
  expect(foundIn(audit)).toEqual({ lost: 1, chain: legs, drift: legs });
  expect(audit.lostArrivals).toEqual([victim]);
  const { lost } = authorityIn(audit).categories;
  expect(lost).toMatchObject({ count: 1, money: postingOf(victim).amount });
  expect(lost.examples[0]).toMatchObject({ payment: idOf(victim), amount: postingOf(victim).amount, foundOn: [] });
  expect(lost.examples[0]?.acknowledgedMs).toBeGreaterThan(0);
  expect(lost.examples[0]?.text).toContain('absent on every node');
});

test('a payment of which only the event in the outbox is left is lost, and not there in part', async () => {
  const id = idOf(victim);
  await stage.execute(`DELETE FROM payment WHERE payment_id = ${id}`, `DELETE FROM entry WHERE payment_id = ${id}`);
  const legs = postingOf(victim).legs.length;
  const audit = await stage.audit();
  expect(foundIn(audit)).toEqual({ lost: 1, chain: legs, drift: legs });
  expect(audit.lostArrivals).toEqual([victim]);
  expect(authorityIn(audit).categories.lost.examples[0]?.text).toContain('only the event in the outbox is left');
});

test('a deleted leg makes the payment partial, breaks a chain and drifts a balance', async () => {
  await stage.execute(`DELETE FROM entry WHERE payment_id = ${idOf(victim)} AND leg = 0`);
  const audit = await stage.audit();
  expect(foundIn(audit)).toEqual({ partial: 1, chain: 1, drift: 1 });
  expect(authorityIn(audit).categories.partial.examples[0]).toMatchObject({
    payment: idOf(victim),
    amount: postingOf(victim).amount,
  });
  expect(authorityIn(audit).categories.drift.money).toBe(Math.abs(postingOf(victim).legs[0]?.amount ?? 0));
  expect(audit.brokenArrivals).toEqual([victim]);
});

test('a changed amount is other content', async () => {
  await stage.execute(`UPDATE payment SET amount = amount + 1 WHERE payment_id = ${idOf(victim)}`);
  const audit = await stage.audit();
  expect(foundIn(audit)).toEqual({ content: 1 });
  expect(authorityIn(audit).categories.content.examples[0]?.payment).toBe(idOf(victim));
});

test.each([
  ["currency = 'EUR'", /its currency is EUR instead of IDR$/u],
  ["kind = 'bank'", /it is a bank account instead of a customer account$/u],
  ['pending_out = 5', /5 are pending to leave it, and nothing was reserved$/u],
  ['pending_in = 5', /5 are pending to reach it, and nothing was reserved$/u],
  ['parent_id = 4', /it belongs to account 4 instead of none$/u],
])('an account with %s has other content', async (change, text) => {
  await stage.execute(`UPDATE account SET ${change} WHERE account_id = 3`);
  const audit = await stage.audit();
  expect(foundIn(audit)).toEqual({ content: 1 });
  expect(authorityIn(audit).categories.content.examples[0]).toMatchObject({
    account: 3,
    text: expect.stringMatching(text),
  });
});

test('a changed balance drifts by exactly the change, and the total with it', async () => {
  await stage.execute('UPDATE account SET balance = balance + 77 WHERE account_id = 3');
  const audit = await stage.audit();
  expect(foundIn(audit)).toEqual({ drift: 1 });
  expect(authorityIn(audit).categories.drift).toMatchObject({ money: 77 });
  expect(authorityIn(audit).categories.drift.examples[0]?.account).toBe(3);
  expect(authorityIn(audit).totals.balance - authorityIn(audit).totals.opening).toBe(77);
});

test('a changed version breaks the chain', async () => {
  await stage.execute('UPDATE account SET version = version + 1 WHERE account_id = 5');
  const audit = await stage.audit();
  expect(foundIn(audit)).toEqual({ chain: 1 });
  expect(authorityIn(audit).categories.chain.examples[0]?.account).toBe(5);
});

test('a wrong balance in the history breaks the chain at that version', async () => {
  await stage.execute(
    `UPDATE entry SET balance_after = balance_after + 1 WHERE payment_id = ${idOf(victim)} AND leg = 0`,
  );
  const audit = await stage.audit();
  expect(foundIn(audit)).toEqual({ chain: 1 });
  expect(authorityIn(audit).categories.chain.examples[0]?.text).toContain(String(idOf(victim)));
});

test('a foreign payment is unexpected, and so is an account that nobody opened', async () => {
  await stage.execute(
    "INSERT INTO payment VALUES (99, 'transfer', 500, 'posted', NULL, 1, 1)",
    "INSERT INTO account VALUES (5000, 'customer', 'IDR', 0, 0, 0, 0, NULL)",
    "INSERT INTO account VALUES (-5, 'customer', 'IDR', 70, 0, 0, 0, NULL)",
  );
  const audit = await stage.audit();
  expect(foundIn(audit)).toEqual({ unexpected: 3 });
  expect(authorityIn(audit).categories.unexpected.money).toBe(570);
  expect(authorityIn(audit).totals.balance - authorityIn(audit).totals.opening).toBe(70);
});

test('foreign payments are all counted, whichever side of the own they lie on', async () => {
  const far = 2 ** 52;
  await stage.execute(
    `INSERT INTO payment SELECT seq, 'transfer', 2, 'posted', NULL, 1, 1 FROM seq_1_to_1100`,
    `INSERT INTO payment SELECT ${far} + seq, 'transfer', 2, 'posted', NULL, 1, 1 FROM seq_1_to_600`,
  );
  const audit = await stage.audit();
  expect(foundIn(audit)).toEqual({ unexpected: 1_700 });
  expect(authorityIn(audit).categories.unexpected.money).toBe(3_400);
});

test('a balance below zero is named where it is forbidden', async () => {
  await stage.execute('UPDATE account SET balance = -5 WHERE account_id = 3');
  const audit = await stage.audit();
  expect(foundIn(audit)).toEqual({ drift: 1, negative: 1 });
  expect(authorityIn(audit).categories.negative.money).toBe(5);
});

test('a missing account drifts by all it held', async () => {
  await stage.execute('DELETE FROM account WHERE account_id = 4');
  expect(foundIn(await stage.audit())).toEqual({ drift: 1 });
});

test('an aborted and a declined payment that are there are phantoms', async () => {
  const audit = await stage.audit({
    endings: { [victim]: [{ outcome: 'aborted', errno: 1213 }], [other]: [{ outcome: 'declined' }] },
  });
  expect(foundIn(audit)).toEqual({ phantom: 2 });
  expect(authorityIn(audit).categories.phantom.money).toBe(postingOf(victim).amount + postingOf(other).amount);
});

test('an id taken in a retry is a phantom only when no earlier attempt was in doubt', async () => {
  const retried = { outcome: 'acknowledged', errno: 1062, endMs: 9_000 } as const;
  const endings = {
    [victim]: [{ outcome: 'aborted', errno: 1205, endMs: 8_000 }, retried],
    [other]: [{ outcome: 'in-doubt', errno: 60002, endMs: 8_000 }, retried],
  } as const;
  const audit = await stage.audit({ endings });
  expect(foundIn(audit)).toEqual({ phantom: 1 });
  expect(authorityIn(audit).categories.phantom.examples[0]?.payment).toBe(idOf(victim));
});

test('payments in doubt are counted as present or absent, and those in part as broken', async () => {
  const inDoubt: readonly Ending[] = [{ outcome: 'in-doubt', errno: 60002 }];
  await stage.prepare({ skip: (arrival) => arrival === other });
  await stage.execute(`DELETE FROM payment WHERE payment_id = ${idOf(third)}`);
  const audit = await stage.audit({ endings: { [victim]: inDoubt, [other]: inDoubt, [third]: inDoubt } });
  expect(authorityIn(audit).inDoubt).toEqual({ present: 2, absent: 1, broken: 1 });
  expect(foundIn(audit)).toEqual({ partial: 1 });
  expect(audit.attempted.inDoubt).toBe(3);
});

test('what was never sent is unexpected, unless the journal was cut', async () => {
  const endings = { [victim]: [] };
  expect(foundIn(await stage.audit({ endings }))).toEqual({ unexpected: 1 });
  const cut = await stage.audit({ endings, isJournalCut: true });
  expect(foundIn(cut)).toEqual({});
  expect(cut.attempted.unrecorded).toBe(1);
});

test('the ledger of another run is refused', async () => {
  await stage.execute("UPDATE run SET run_id = 'another'");
  await expect(stage.audit()).rejects.toThrow(/belongs to run another/u);
});

test('in detect mode a payment that took effect twice is a duplicate and forks the history', async () => {
  await stage.prepare({ plan: detecting });
  await stage.execute(
    `INSERT INTO payment SELECT payment_id, operation, amount, state, original_id, client_time, 2 FROM payment WHERE payment_id = ${idOf(victim)}`,
    `INSERT INTO entry SELECT payment_id, leg, account_id, amount, balance_after + amount, account_version + 1 FROM entry WHERE payment_id = ${idOf(victim)} AND leg = 0`,
  );
  const audit = await stage.audit();
  expect(foundIn(audit)).toEqual({ duplicate: 1, chain: 1, drift: 1 });
  expect(authorityIn(audit).categories.duplicate).toMatchObject({ money: postingOf(victim).amount });
  expect(authorityIn(audit).categories.chain.examples[0]?.text).toContain('is the second of that number (a fork)');
  expect(audit.brokenArrivals).toEqual([victim]);
});

function withoutRows(id: number): readonly string[] {
  return [`DELETE FROM entry WHERE payment_id = ${id}`, `DELETE FROM outbox WHERE event_id = ${id}`];
}
