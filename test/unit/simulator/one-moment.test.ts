/** A statement shows a node as it was at one moment, also where a bug shows the past and the reading takes its time. */
import { expect, it, vi } from 'vitest';
import { SimulatedSite } from '../../fixtures/simulated-site.js';

const staleC = { kind: 'stale-reads', settings: { node: 'c', by: 100 }, fromMs: Number.NEGATIVE_INFINITY, toMs: null };
const looksMax = 1_000;
const stepMs = 0.2;

it('a total of the past holds money that was moved while the accounts were read only once', async () => {
  await using site = await SimulatedSite.open('detect', [staleC]);
  const writer = await site.connect('a');
  const reader = await site.connect('c');
  // From it the cluster knows the time.
  await writer.query('REPLACE INTO probe (lane, slot, sequence, time) VALUES (0, 0, 1, 0)');
  const [end] = await writer.query('SELECT MAX(account_id) AS last FROM account');
  await writer.query('BEGIN');
  await writer.query('UPDATE account SET balance = balance + -5, version = version + 1 WHERE account_id = 1');
  const last = Number(end?.['last']);
  await writer.query(`UPDATE account SET balance = balance + 5, version = version + 1 WHERE account_id = ${last}`);
  await writer.query('COMMIT');
  let nowMs = site.clock.nowMs();
  // Time goes on with every look at the clock.
  vi.spyOn(site.clock, 'nowMs').mockImplementation(() => (nowMs += stepMs));
  const totals = new Set<unknown>();
  const shown: number[] = [];
  while (shown.at(-1) !== 95 && shown.length < looksMax) {
    const [row] = await reader.query('SELECT balance FROM account WHERE account_id = 1');
    shown.push(Number(row?.['balance']));
    const [sum] = await reader.query('SELECT SUM(balance) AS total FROM account');
    totals.add(Number(sum?.['total']));
  }
  expect([shown[0], shown.at(-1)]).toEqual([100, 95]);
  expect(totals.size).toBe(1);
});
