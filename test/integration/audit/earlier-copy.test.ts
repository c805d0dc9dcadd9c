/** A copy of a ledger is judged by what was known when it was taken: not by what came later, and with patience for what was under way. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AuditStage, authorityIn, foundIn, idOf, postingOf, postings } from '../../fixtures/audit-stage.js';

/** Arrivals come every 10 ms and are answered within 6. */
const asOf = { appliedMs: 3_000, takenMs: 3_300 };
const before = postings.filter((arrival) => arrival < 299);
const between = postings.filter((arrival) => arrival >= 300 && arrival <= 329);
const after = postings.find((arrival) => arrival > 330) as number;
const victim = before[20] as number;
let stage: AuditStage;

beforeAll(async () => {
  stage = await AuditStage.open(1);
});

afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

test('holds what was acknowledged before, lacks what was sent after, and may hold what was under way', async () => {
  const halfWay = between[2] as number;
  await stage.prepare({ skip: (arrival) => arrival > halfWay });
  const audit = await stage.audit({ asOf });
  expect(foundIn(audit)).toEqual({});
  expect(audit.attempted.acknowledged).toBe(before.length);
  expect(authorityIn(audit).inDoubt).toMatchObject({ present: 3, absent: between.length - 3 });
});

test('lacks a payment that was acknowledged before: it is lost', async () => {
  await stage.prepare({ skip: (arrival) => arrival > 299 || arrival === victim });
  const audit = await stage.audit({ asOf });
  expect(foundIn(audit)).toEqual({ lost: 1 });
  expect(audit.lostArrivals).toEqual([victim]);
  expect(authorityIn(audit).categories.lost.money).toBe(postingOf(victim).amount);
});

test('holds a payment that was only sent after: it is not of one moment', async () => {
  await stage.prepare({ skip: (arrival) => arrival > 299 && arrival !== after });
  const audit = await stage.audit({ asOf });
  expect(foundIn(audit)).toEqual({ unexpected: 1 });
  const [example] = authorityIn(audit).categories.unexpected.examples;
  expect(example).toMatchObject({ payment: idOf(after) });
  expect(example?.text).toContain('it was not sent before the copy was taken');
});

test('a copy of a node of which nobody knows how far behind it was has lost nothing, whatever it lacks', async () => {
  await stage.prepare({ skip: (arrival) => arrival > 200 });
  const audit = await stage.audit({ asOf: { appliedMs: null, takenMs: asOf.takenMs } });
  expect(foundIn(audit)).toEqual({});
  expect(audit.attempted.acknowledged).toBe(0);
});
