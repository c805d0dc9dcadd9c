/** What every check owes: a verdict of each kind on evidence of each kind, a whole sentence, and no exception whatever is missing. */
import { describe, expect, test } from 'vitest';
import * as checks from '../../../src/catalog/checks/index.js';
import type { CheckKind } from '../../../src/model/check.js';
import { auditOf, nodeAuditOf, nodes } from '../../fixtures/synthetic-run.js';
import { clean, evidenceOf, evidences, unread, withFinding } from './evidences.js';

const all: readonly CheckKind[] = Object.values(checks);

describe.each(all.map((check) => [check.kind, check] as const))('%s', (kind, check) => {
  const own = evidences[kind];

  test('has evidence that passes, evidence that fails and evidence that decides nothing', () => {
    expect(own).toBeDefined();
  });

  test('passes where the books are right', () => {
    const finding = check.judge(own?.passes ?? unread);
    expect(finding).toMatchObject({ verdict: 'pass', count: 0 });
    expect(finding.statement).toMatch(/^[^a-z].*\.$/u);
  });

  test('catches its planted bug on any node, with its count and an example', () => {
    const finding = check.judge(own?.fails ?? clean);
    expect(finding.verdict).toBe('fail');
    expect(finding.count).toBeGreaterThan(0);
    expect(finding.statement).toMatch(/jkt-b.*\.$/u);
  });

  test('decides nothing where too little is known', () => {
    expect(check.judge(own?.decidesNothing ?? clean).verdict).toBe('inconclusive');
  });

  test('decides nothing without an audit, without a readable node, and without a node at all', () => {
    const unreadable = nodes.map(({ name }) => ({ ...nodeAuditOf(name, 'authority' as const), unreadable: 'down' }));
    for (const evidence of [
      unread,
      evidenceOf(auditOf({ nodes: unreadable })),
      evidenceOf(auditOf({ authority: null, nodes: [] })),
    ]) {
      expect(check.judge(evidence).verdict).toBe('inconclusive');
    }
  });

  test('leaves the other checks of the ledger alone', () => {
    const others = Object.entries(evidences).filter(([each]) => each !== kind);
    const alarms = others.filter(([, { fails }]) => check.judge(fails).verdict === 'fail').map(([each]) => each);
    expect(alarms).toEqual([]);
  });
});

test('a loss that the scenario admits is stated and allowed', () => {
  const evidence = withFinding('lost');
  const { scenario } = evidence.header.plan;
  const claims = { ...scenario.claims, durability: 'acknowledged-may-be-lost' as const };
  const plan = { ...evidence.header.plan, scenario: { ...scenario, claims } };
  const finding = checks.acknowledgedPresent.judge({ ...evidence, header: { ...evidence.header, plan } });
  expect(finding).toMatchObject({ verdict: 'pass', count: 1, money: 250 });
  expect(finding.statement).toContain('allowed');
});

test('other content than planned fails the check of legs too', () => {
  expect(checks.legsComplete.judge(withFinding('content'))).toMatchObject({ verdict: 'fail', count: 1 });
});

test('a node that stands aside does not count', () => {
  const aside = { ...nodeAuditOf('jkt-b', 'aside'), totals: { opening: 1_000, balance: 1 } };
  const [first, , third] = auditOf().nodes;
  const evidence = evidenceOf(auditOf({ nodes: [first, aside, third].filter((node) => node !== undefined) }));
  for (const check of all) expect(check.judge(evidence).verdict).toBe('pass');
});

test('nodes-agree decides nothing about a node that was silent or behind, and leaves out one that was read and set aside', () => {
  const check = checks.nodesAgree;
  const excluded = [{ node: 'cloud', reason: 'it does not answer' }];
  const compared = [nodeAuditOf('jkt-a', 'authority'), nodeAuditOf('jkt-b', 'comparable')];
  expect(check.judge(evidenceOf(auditOf({ nodes: compared, excluded }))).verdict).toBe('inconclusive');
  const aside = [...compared, nodeAuditOf('cloud', 'aside')];
  expect(check.judge(evidenceOf(auditOf({ nodes: aside, excluded }))).verdict).toBe('pass');
});
