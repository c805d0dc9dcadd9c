/** The audit of two real MariaDB servers: where they differ, where a lost payment still lies, and what cannot be read. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ReadableNodes } from '../../../src/model/topology.js';
import type { Connection } from '../../../src/mysql/connect.js';
import { AuditStage, authorityIn, detecting, foundIn, idOf, postingOf, postings } from '../../fixtures/audit-stage.js';

const both: ReadableNodes = { authority: 'db-1', comparable: ['db-2'], excluded: [] };
const victim = postings[20] as number;
const withEvent = postings.find((arrival) => postingOf(arrival).hasOutboxEvent) as number;
let stage: AuditStage;

beforeAll(async () => {
  stage = await AuditStage.open(2);
});

afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

beforeEach(async () => {
  await stage.prepare();
});

test('equal nodes agree', async () => {
  expect((await stage.audit({ readable: both })).differences).toEqual([]);
});

test('rows that differ are named, table by table, with both versions', async () => {
  await copy().query(`DELETE FROM outbox WHERE event_id = ${idOf(withEvent)}`);
  await copy().query('UPDATE account SET pending_in = 1 WHERE account_id = 2');
  const { differences } = await stage.audit({ readable: both });
  expect(differences.map(({ node, table, rows }) => ({ node, table, rows }))).toEqual([
    { node: 'db-2', table: 'account', rows: 1 },
    { node: 'db-2', table: 'outbox', rows: 1 },
  ]);
  expect(differences[0]?.examples[0]).toMatch(/^account 2: .*"pendingIn":0.* on db-1, .*"pendingIn":1.* on db-2$/u);
});

test('a value that a server refuses to calculate with is named as the only difference', async () => {
  await copy().query(`UPDATE entry SET account_version = ${2 ** 62} WHERE payment_id = ${idOf(victim)} AND leg = 0`);
  const { differences, nodes } = await stage.audit({ readable: both });
  expect(differences).toMatchObject([{ node: 'db-2', table: 'entry', rows: 2 }]);
  expect(nodes[1]?.unreadable).toBeNull();
  expect(nodes[1]?.categories.chain.count).toBe(1);
  expect(nodes[0]?.categories.chain.count).toBe(0);
});

test('what no plan foresees is compared too', async () => {
  await copy().query(`UPDATE payment SET client_time = client_time + 1 WHERE payment_id = ${idOf(victim)}`);
  expect((await stage.audit({ readable: both })).differences).toMatchObject([
    { node: 'db-2', table: 'payment', rows: 2 },
  ]);
});

test('in detect mode a second row of the same attempt is named, whichever node holds it', async () => {
  for (const [holder, other] of [[1, 0] as const, [0, 1] as const]) {
    await stage.prepare({ plan: detecting });
    await stage.connections[holder]?.query(secondRowOf(victim));
    const { differences, nodes } = await stage.audit({ readable: both });
    expect(differences).toMatchObject([{ node: 'db-2', table: 'payment', rows: 1 }]);
    expect(differences[0]?.examples[0]).toMatch(
      new RegExp(`^payment ${idOf(victim)}, .* only on db-${holder + 1}$`, 'u'),
    );
    expect(nodes[holder]?.categories.duplicate.count).toBe(1);
    expect(nodes[other]?.categories.duplicate.count).toBe(0);
  }
});

test('a payment that the authority has lost is found on a node that stands aside', async () => {
  await stage.prepare({ skip: (arrival) => arrival === victim, on: stage.connections.slice(0, 1) });
  const excluded = [{ node: 'db-2', reason: 'It left the cluster.', isReadable: true }];
  const audit = await stage.audit({ readable: { authority: 'db-1', comparable: [], excluded } });
  expect(foundIn(audit)).toEqual({ lost: 1 });
  expect(authorityIn(audit).categories.lost.examples[0]).toMatchObject({ payment: idOf(victim), foundOn: ['db-2'] });
  expect(audit.nodes[1]).toMatchObject({ node: 'db-2', role: 'aside', lostButHere: 1, unreadable: null });
});

test('a node that cannot be read is unreadable, and not different', async () => {
  await copy().query('DROP TABLE outbox');
  const audit = await stage.audit({ readable: both });
  expect(audit.differences).toEqual([]);
  expect(audit.nodes[1]?.unreadable).toMatch(/outbox/u);
});

/** Of the same attempt as the first, and earlier. */
function secondRowOf(arrival: number): string {
  const columns = 'payment_id, operation, amount, state, original_id, client_time - 1, attempt';
  return `INSERT INTO payment SELECT ${columns} FROM payment WHERE payment_id = ${idOf(arrival)}`;
}

function copy(): Connection {
  return stage.connections[1] as Connection;
}
