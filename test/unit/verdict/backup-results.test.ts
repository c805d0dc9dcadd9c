/** What became of a backup: named by the operation that took it, by its last reading, and without what the cluster itself has lost. */
import { expect, it } from 'vitest';
import { paymentIdOf } from '../../../src/kit/payment-id.js';
import type { AuditExample, LedgerAudit } from '../../../src/model/audit.js';
import { backupResults } from '../../../src/verdict/backup-results.js';
import { tellFaultStories } from '../../../src/verdict/fault-stories.js';
import { backupOf } from '../../contract/checks/evidences.js';
import { auditOf, nodeAuditOf } from '../../fixtures/synthetic-run.js';

const [lostAnyway, own] = [40, 41];

function exampleOf(arrival: number): AuditExample {
  const payment = paymentIdOf(7, arrival);
  return { payment, account: null, amount: 100, acknowledgedMs: 900, text: `payment ${payment}` };
}

const lacking: LedgerAudit = auditOf({
  nodes: [
    nodeAuditOf('jkt-b', 'authority', {
      lost: { count: 2, money: 200, examples: [exampleOf(lostAnyway), exampleOf(own)] },
    }),
  ],
  lostArrivals: [lostAnyway, own],
});
const { fault: _fault, missing: _missing, ...reading } = backupOf({ audit: lacking });

it('lacks what it had to hold, but not what the cluster has lost', () => {
  const [whole] = backupResults([reading], { faults: [], audit: auditOf(), perArrival: 1 });
  expect(whole?.missing).toMatchObject({ count: 2, money: 200 });
  const [result] = backupResults([reading], {
    faults: [],
    audit: auditOf({ lostArrivals: [lostAnyway] }),
    perArrival: 1,
  });
  expect(result?.missing).toEqual({ count: 1, money: 100, examples: [exampleOf(own)] });
});

it('is told once, by its last reading, under the name of its operation', () => {
  const again = { ...reading, restoreTookMs: 9 };
  const faults = tellFaultStories([
    {
      kind: 'fault-injecting',
      atMs: 2_000,
      fault: 'at-the-peak',
      faultKind: 'backup',
      targets: { nodes: ['jkt-b'], former: { 'jkt-b': reading.taken.id } },
      sentence: 'backs node jkt-b up',
    },
  ]);
  const results = backupResults([reading, again], { faults, audit: null, perArrival: 1 });
  expect(results).toMatchObject([{ fault: 'at-the-peak', restoreTookMs: 9 }]);
});

it('says nothing of what it lacks when it could not be read', () => {
  const unread = auditOf({ nodes: [{ ...nodeAuditOf('jkt-b', 'authority'), unreadable: 'gone' }] });
  const [result] = backupResults([{ ...reading, audit: unread }], { faults: [], audit: null, perArrival: 1 });
  expect(result?.missing).toBeNull();
});
