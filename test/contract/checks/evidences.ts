/** Evidence for every check: one that passes, one that fails, one that decides nothing. A check without all three fails the contract. */
import { openingTotal } from '../../../src/kit/account-ranges.js';
import {
  isAged,
  type Anomaly,
  type AnomalyKind,
  type BankTotal,
  type ConsistencyFacts,
} from '../../../src/model/anomaly.js';
import type { AuditCategory, LedgerAudit, NodeAudit } from '../../../src/model/audit.js';
import type { BackupResult } from '../../../src/model/backup.js';
import type { Evidence } from '../../../src/model/evidence.js';
import type { ClaimSettings } from '../../../src/model/scenario.js';
import { planOf } from '../../fixtures/plan.js';
import { auditOf, headerOf, nodeAuditOf, type Categories } from '../../fixtures/synthetic-run.js';

export interface CheckEvidence {
  readonly passes: Evidence;
  readonly fails: Evidence;
  readonly decidesNothing: Evidence;
}

const plan = planOf();
const opening = openingTotal(plan.ledger);
const noColumn = {
  count: 0,
  intendedStartMs: new Float64Array(),
  responseTimeMs: new Float32Array(),
  serviceTimeMs: new Float32Array(),
};
const noCode = {
  outcome: new Uint8Array(),
  operation: new Uint8Array(),
  zone: new Uint8Array(),
  node: new Uint8Array(),
};

const searched: ConsistencyFacts = {
  transactions: 1_000,
  reads: 2_000,
  writes: 2_000,
  answers: 0,
  leftOut: 0,
  isThrough: true,
  isLossKnown: true,
  anomalies: [],
};

export function evidenceOf(audit: LedgerAudit | null): Evidence {
  return {
    header: headerOf(plan),
    finish: 'completed',
    audit,
    arrivals: { ...noColumn, ...noCode, isGood: new Uint8Array() },
    totals: {
      arrivals: 0,
      issued: 0,
      good: 0,
      outcomes: { acknowledged: 0, aborted: 0, inDoubt: 0, declined: 0, dropped: 0, unrecorded: 0 },
      dropped: {},
      errors: {},
      attempts: 0,
      retries: 0,
      availabilityRatio: null,
      timeAvailabilityRatio: null,
      errorBudget: { dailyShareAt9999: null, yearlyShareAt9999: null },
    },
    series: {
      stepMs: 1_000,
      timeMs: [],
      offeredPerSecond: [],
      achievedPerSecond: [],
      goodPerSecond: [],
      responseTimeMsP50: [],
      responseTimeMsP99: [],
      responseTimeMsP999: [],
      errorsPerSecond: {},
      inDoubtPerSecond: [],
      droppedPerSecond: [],
    },
    recoveries: [],
    instrument: {
      isHealthy: true,
      problems: [],
      eventLoopDelayMsMax: 0,
      garbageCollectionMs: 0,
      scheduleLagMsP99: null,
      scheduleLagMsMax: null,
      generatorLate: 0,
      rssBytesMax: 0,
    },
    consistency: searched,
    bankTotals: [totalOn('jkt-a', opening), totalOn('jkt-b', opening)],
    backups: [backupOf({})],
  };
}

/** Of the second node, restored without a flaw unless stated. */
export function backupOf(own: Partial<BackupResult>, found: Categories = {}): BackupResult {
  const node = nodeAuditOf('jkt-b', 'authority', found);
  return {
    fault: 'nightly',
    taken: {
      id: 'a1b2c3d4',
      node: 'jkt-b',
      reads: 'snapshot',
      startedMs: 2_000,
      appliedMs: 2_000,
      snapshot: { fromMs: 2_010, toMs: 2_040 },
      endedMs: 4_000,
      bytes: 35_000_000,
      failure: null,
    },
    restoreTookMs: 3_100,
    refusal: null,
    obstacle: null,
    audit: auditOf({ authority: 'jkt-b', nodes: [node] }),
    missing: node.categories.lost,
    ...own,
  };
}

function totalOn(node: string, total: number): BankTotal {
  return { node, atMs: 2_000, total, accounts: plan.ledger.customers.count };
}

/** Claims all there is to claim, so that every anomaly breaks them. */
function withAnomaly(kind: AnomalyKind): Evidence {
  const member = { name: 'transfer 7', node: 'jkt-b', session: 1, startMs: 0, endMs: 5, end: 'committed' } as const;
  const stories = [{ members: [member], steps: ['T1 saw the planted bug.'] }];
  const aged = isAged(kind) ? { agesMs: [40, 30], nodes: ['jkt-b', 'jkt-a'] } : { agesMs: [] };
  return withFound({ kind, count: 2, isAtLeast: false, ...aged, stories });
}

export function withFound(anomaly: Anomaly): Evidence {
  const evidence = claiming(clean, { isolation: 'serializable', session: 'guaranteed', stalenessMsMax: 0 });
  return { ...evidence, consistency: { ...searched, anomalies: [anomaly] } };
}

/** As if the search had ended otherwise. */
export function searchedOtherwise(evidence: Evidence, own: Partial<ConsistencyFacts>): Evidence {
  return { ...evidence, consistency: { ...(evidence.consistency ?? searched), ...own } };
}

export function claiming(evidence: Evidence, claims: Partial<ClaimSettings>): Evidence {
  const { header } = evidence;
  const { scenario } = header.plan;
  const claimed = { ...scenario, claims: { ...scenario.claims, ...claims } };
  return { ...evidence, header: { ...header, plan: { ...header.plan, scenario: claimed } } };
}

/** The second node has one finding of a category: every node counts, not only the authority. */
function withFinding(category: AuditCategory): Evidence {
  return evidenceOf(onSecondNode(nodeAuditOf('jkt-b', 'comparable', oneOf(category))));
}

export function oneOf(category: AuditCategory): Categories {
  const example = { payment: 30_064_771_072, account: null, amount: 250, acknowledgedMs: 900, text: 'the planted bug' };
  return { [category]: { count: 1, money: 250, examples: [example] } };
}

function onSecondNode(node: NodeAudit): LedgerAudit {
  const clean = auditOf();
  return { ...clean, nodes: clean.nodes.map((each) => (each.node === node.node ? node : each)) };
}

const clean = evidenceOf(auditOf());
const unread = evidenceOf(null);
const unseen: Evidence = { ...clean, consistency: null, bankTotals: [], backups: [] };
const untouched: Evidence = {
  ...clean,
  consistency: { ...searched, transactions: 0, reads: 0, writes: 0 },
};

function forCategory(category: AuditCategory): CheckEvidence {
  return { passes: clean, fails: withFinding(category), decidesNothing: unread };
}

const mostlyInDoubt = { acknowledged: 600, aborted: 0, inDoubt: 400, declined: 0, unrecorded: 0 };
const second = nodeAuditOf('jkt-b', 'comparable');

/** By kind of check. */
export const evidences: Readonly<Record<string, CheckEvidence>> = {
  'acknowledged-present': { ...forCategory('lost'), decidesNothing: evidenceOf(auditOf({ attempted: mostlyInDoubt })) },
  'aborted-absent': forCategory('phantom'),
  'refunds-within-original': forCategory('excess'),
  'captures-authorised': forCategory('unbacked'),
  'nothing-left-pending': forCategory('pending'),
  'vouchers-once': forCategory('overissued'),
  'bank-transfers-once': forCategory('recredited'),
  'backup-restores': {
    passes: clean,
    fails: { ...clean, backups: [backupOf({}, oneOf('drift'))] },
    decidesNothing: unseen,
  },
  'balances-match-history': forCategory('drift'),
  'in-doubt-whole': {
    passes: clean,
    fails: evidenceOf(onSecondNode({ ...second, inDoubt: { present: 3, absent: 2, broken: 1 } })),
    decidesNothing: evidenceOf(auditOf({ attempted: mostlyInDoubt })),
  },
  'isolation-held': { passes: clean, fails: withAnomaly('G1a'), decidesNothing: unseen },
  'legs-complete': forCategory('partial'),
  'money-conserved': {
    passes: clean,
    fails: evidenceOf(onSecondNode({ ...second, totals: { opening: 1_000, balance: 999 } })),
    decidesNothing: unread,
  },
  'no-duplicates': forCategory('duplicate'),
  'no-forbidden-negative': forCategory('negative'),
  'nodes-agree': {
    passes: clean,
    fails: evidenceOf(
      auditOf({ differences: [{ node: 'jkt-b', table: 'entry', rows: 2, examples: ['the planted bug'] }] }),
    ),
    decidesNothing: evidenceOf(onSecondNode({ ...second, unreadable: 'The connection was lost.' })),
  },
  'nothing-unexpected': forCategory('unexpected'),
  'reads-fresh': { passes: clean, fails: withAnomaly('stale-read'), decidesNothing: untouched },
  'session-guarantees': { passes: clean, fails: withAnomaly('read-your-writes'), decidesNothing: untouched },
  'totals-constant': {
    passes: clean,
    fails: { ...clean, bankTotals: [totalOn('jkt-a', opening), totalOn('jkt-b', opening - 250)] },
    decidesNothing: unseen,
  },
  'versions-chain': forCategory('chain'),
};

/** Those that look at what happened under load, and need no audit. */
export const checksUnderLoad: readonly string[] = [
  'backup-restores',
  'totals-constant',
  'isolation-held',
  'session-guarantees',
  'reads-fresh',
];

export { clean, unread, unseen, withAnomaly, withFinding };
