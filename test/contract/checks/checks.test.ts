/** What every check owes: a verdict of each kind on evidence of each kind, a whole sentence, and no exception whatever is missing. */
import { describe, expect, test } from 'vitest';
import * as checks from '../../../src/catalog/checks/index.js';
import { anomalyKinds, type AnomalyKind } from '../../../src/model/anomaly.js';
import type { CheckKind } from '../../../src/model/check.js';
import type { ClaimSettings } from '../../../src/model/scenario.js';
import { apiPlan } from '../../fixtures/api.js';
import { auditOf, nodeAuditOf, nodes } from '../../fixtures/synthetic-run.js';
import {
  checksUnderLoad,
  claiming,
  clean,
  evidenceOf,
  evidences,
  searchedOtherwise,
  unread,
  unseen,
  withAnomaly,
  withFinding,
  withFound,
} from './evidences.js';

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
    expect(finding.statement).toMatch(/\.$/u);
    expect([finding.statement, ...finding.examples].join(' ')).toContain('jkt-b');
  });

  test('decides nothing where too little is known', () => {
    expect(check.judge(own?.decidesNothing ?? clean).verdict).toBe('inconclusive');
  });

  test.runIf(checksUnderLoad.includes(kind))('decides nothing without a history, and needs no audit', () => {
    expect(check.judge(unseen).verdict).toBe('inconclusive');
    expect(check.judge(unread).verdict).toBe('pass');
  });

  test.skipIf(checksUnderLoad.includes(kind))(
    'decides nothing without an audit, without a readable node, and without a node at all',
    () => {
      const unreadable = nodes.map(({ name }) => ({ ...nodeAuditOf(name, 'authority' as const), unreadable: 'down' }));
      for (const evidence of [
        unread,
        evidenceOf(auditOf({ nodes: unreadable })),
        evidenceOf(auditOf({ authority: null, nodes: [] })),
      ]) {
        expect(check.judge(evidence).verdict).toBe('inconclusive');
      }
    },
  );

  test('leaves the other checks alone', () => {
    const others = Object.entries(evidences).filter(([each]) => each !== kind);
    const alarms = others.filter(([, { fails }]) => check.judge(fails).verdict === 'fail').map(([each]) => each);
    expect(alarms).toEqual([]);
  });
});

test('a loss that the scenario admits is stated and allowed', () => {
  const evidence = withFinding('lost');
  const finding = checks.acknowledgedPresent.judge(claiming(evidence, { durability: 'acknowledged-may-be-lost' }));
  expect(finding).toMatchObject({ verdict: 'pass', count: 1, money: 250 });
  expect(finding.statement).toContain('allowed');
});

/** What each kind needs to be claimed of a target: written down once more, by hand, from the definitions of the levels. */
const forbiddenFrom: Readonly<Record<AnomalyKind, Partial<ClaimSettings>>> = {
  G0: { isolation: 'read-uncommitted' },
  'unexplained-read': { isolation: 'read-uncommitted' },
  G1a: { isolation: 'read-committed' },
  G1b: { isolation: 'read-committed' },
  G1c: { isolation: 'read-committed' },
  OTV: { isolation: 'read-committed' },
  'fractured-read': { isolation: 'repeatable-read' },
  PMP: { isolation: 'repeatable-read' },
  'lost-update': { isolation: 'snapshot' },
  'G-single': { isolation: 'snapshot' },
  'G2-item': { isolation: 'serializable' },
  G2: { isolation: 'serializable' },
  'read-your-writes': { session: 'guaranteed' },
  'monotonic-reads': { session: 'guaranteed' },
  'session-cycle': { session: 'guaranteed' },
  'G2-session': { session: 'guaranteed', isolation: 'serializable' },
  'stale-read': { stalenessMsMax: 0 },
  'false-absence': { stalenessMsMax: 0 },
  'real-time-cycle': { stalenessMsMax: 0 },
  'G2-real-time': { stalenessMsMax: 0, isolation: 'serializable' },
};
const nothing: Partial<ClaimSettings> = { isolation: 'read-uncommitted', session: 'none', stalenessMsMax: null };
const levels = ['read-uncommitted', 'read-committed', 'repeatable-read', 'snapshot', 'serializable'] as const;

describe.each(anomalyKinds.map(({ name }) => [name] as const))('the anomaly %s', (kind) => {
  const needed = forbiddenFrom[kind];
  const under = (claims: Partial<ClaimSettings>) => {
    const evidence = claiming(withAnomaly(kind), { ...nothing, ...claims });
    return [checks.isolationHeld, checks.sessionGuarantees, checks.readsFresh].map((check) => check.judge(evidence));
  };

  test('belongs to one check, and breaks it from where it is forbidden', () => {
    const findings = under(needed);
    expect(findings.filter(({ verdict }) => verdict === 'fail')).toHaveLength(1);
    expect(findings.reduce((sum, { count }) => sum + count, 0)).toBe(2);
  });

  test.each(Object.keys(needed) as (keyof ClaimSettings)[])(
    'is told and allowed when less is claimed of %s',
    (claim) => {
      const level = levels.indexOf(needed.isolation ?? 'read-uncommitted') - 1;
      const weaker =
        claim === 'isolation' ? { ...needed, isolation: levels[level] } : { ...needed, [claim]: nothing[claim] };
      if (claim === 'isolation' && level < 0) return;
      const findings = under(weaker as Partial<ClaimSettings>);
      expect(findings.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
      expect(findings.filter(({ isAllowed }) => isAllowed === true)).toMatchObject([{ count: 2 }]);
    },
  );
});

test('a read may be as old as the target promises, and no older', () => {
  const found = [39, 40].map((stalenessMsMax) => claiming(withAnomaly('stale-read'), { stalenessMsMax }));
  expect(found.map((evidence) => checks.readsFresh.judge(evidence).verdict)).toEqual(['fail', 'pass']);
});

test('of stale reads those older than claimed count, and the others are told as allowed', () => {
  const agesMs = [1_200, ...Array.from({ length: 5_000 }, () => 3)];
  const stories = ['the old one', 'a young one'].map((step) => ({ members: [], steps: [step] }));
  const evidence = withFound({ kind: 'stale-read', count: 5_001, isAtLeast: false, agesMs, stories });
  const finding = checks.readsFresh.judge(claiming(evidence, { stalenessMsMax: 1_000 }));
  expect(finding).toMatchObject({ verdict: 'fail', count: 1, examples: ['stale-read:\nthe old one'] });
  expect(finding.statement).toMatch(/: 1 × stale-read.*Allowed by what it claims: 5,000 × stale-read/u);
});

test('what has an age is told with the nodes that showed it, those over the claim by themselves', () => {
  const story = { members: [], steps: ['a story'] };
  const evidence = withFound({
    kind: 'false-absence',
    count: 3,
    isAtLeast: false,
    agesMs: [900, 70, 60],
    nodes: ['jkt-b', 'jkt-b', 'jkt-a'],
    stories: [story],
  });
  const { statement, anomalies } = checks.readsFresh.judge(claiming(evidence, { stalenessMsMax: 100 }));
  expect(statement).toMatch(
    /: 1 × false-absence on jkt-b, where.*: 2 × false-absence \(1 on jkt-b, 1 on jkt-a\), where/u,
  );
  expect(anomalies?.map(({ summary }) => summary.slice(-9))).toEqual([' on jkt-b', 'on jkt-a)']);
});

test('answers about payments alone tell whether reads are fresh, also through an API', () => {
  const answered = { transactions: 0, reads: 0, writes: 0, answers: 12 };
  const judged = searchedOtherwise(clean, answered);
  expect(checks.readsFresh.judge(judged)).toMatchObject({
    verdict: 'pass',
    statement: 'No anomaly of this kind in 12 answers about payments.',
  });
  expect(checks.isolationHeld.judge(judged).verdict).toBe('inconclusive');
  const plan = apiPlan();
  const throughApi = { ...judged, header: { ...judged.header, plan } };
  expect(checks.readsFresh.isAsked?.(throughApi)).toBe(true);
  expect(checks.readsFresh.isAsked?.(searchedOtherwise(throughApi, { answers: 0 }))).toBe(false);
  expect(checks.isolationHeld.isAsked?.(throughApi)).toBe(false);
});

describe.each([
  ['left arrivals out', { leftOut: 9 }, 'The last 9 arrivals were not searched.'],
  ['ended at its limit', { isThrough: false }, 'The search for circles ended at its limit.'],
])('a search that %s', (_how, own, why) => {
  test('and found nothing decides nothing', () => {
    const finding = checks.isolationHeld.judge(searchedOtherwise(clean, own));
    expect(finding).toMatchObject({ verdict: 'inconclusive', statement: expect.stringContaining(why) as string });
  });

  test('and found what is allowed decides nothing, because it may have overlooked worse', () => {
    const evidence = claiming(withAnomaly('G2-item'), { isolation: 'snapshot' });
    expect(checks.isolationHeld.judge(searchedOtherwise(evidence, own))).toMatchObject({
      verdict: 'inconclusive',
      count: 2,
    });
  });

  test('condemns all the same by what it found', () => {
    expect(checks.isolationHeld.judge(searchedOtherwise(withAnomaly('G1a'), own)).verdict).toBe('fail');
  });

  test('needs to find nothing where nothing is claimed', () => {
    expect(checks.readsFresh.judge(searchedOtherwise(claiming(clean, nothing), own)).verdict).toBe('pass');
  });
});

describe('where a fault may have lost payments that no ledger tells', () => {
  test.each(['lost-update', 'stale-read', 'read-your-writes', 'G0', 'G2-real-time'] as const)(
    '%s decides nothing, because versions that were lost are made again',
    (kind) => expect(judgedWithoutLedger(kind)).toBe('inconclusive'),
  );

  test.each(['G1a', 'G1b', 'unexplained-read'] as const)('%s condemns, because nothing lost explains it', (kind) => {
    expect(judgedWithoutLedger(kind)).toBe('fail');
  });
});

function judgedWithoutLedger(kind: AnomalyKind): string {
  const evidence = searchedOtherwise(withAnomaly(kind), { isLossKnown: false });
  const found = [checks.isolationHeld, checks.sessionGuarantees, checks.readsFresh].map((each) => each.judge(evidence));
  return found.find(({ count }) => count > 0)?.verdict ?? 'nothing';
}

test('a wrong total is allowed where dirty reads are', () => {
  const wrong = evidences['totals-constant']?.fails ?? clean;
  const finding = checks.totalsConstant.judge(claiming(wrong, { isolation: 'read-uncommitted' }));
  expect(finding).toMatchObject({ verdict: 'pass', isAllowed: true, count: 1, money: 250 });
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

test('nodes-agree expects nothing of a node that does not belong to the target, and says so', () => {
  const two = nodes.slice(0, 2).map(({ name }, index) => nodeAuditOf(name, index === 0 ? 'authority' : 'comparable'));
  const finding = checks.nodesAgree.judge(evidenceOf(auditOf({ nodes: two, absent: ['cloud'] })));
  expect(finding.verdict).toBe('pass');
  expect(finding.statement).toBe('All rows agree on 2 nodes. cloud did not belong to the target any more, or not yet.');
});

test('nodes-agree finds that a side that was left behind took writes', () => {
  const read = nodes.map(({ name }, index) => nodeAuditOf(name, index === 0 ? 'authority' : 'aside'));
  const leftBehind = (hasStrayed: boolean) =>
    auditOf({ nodes: read, excluded: [{ node: 'jkt-b', reason: 'it stands at 0-1-9', hasStrayed }] });
  const finding = checks.nodesAgree.judge(evidenceOf(leftBehind(true)));
  expect(finding).toMatchObject({ verdict: 'fail', count: 1 });
  expect(finding.statement).toBe('Two sides took writes at the same time: jkt-b (it stands at 0-1-9).');
  expect(checks.nodesAgree.judge(evidenceOf(leftBehind(false))).verdict).not.toBe('fail');
});
