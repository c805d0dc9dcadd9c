/** What every check of the ledger shares: which nodes count, when nothing can be said, and how findings of several nodes become one. */
import { formatCount, formatPercent } from '../../../kit/format.js';
import type { AuditCategory, AuditCategoryCount, LedgerAudit, NodeAudit } from '../../../model/audit.js';
import type { Finding } from '../../../model/check.js';
import type { Evidence } from '../../../model/evidence.js';

export const examplesMax = 20;
/** A larger share of payments in doubt leaves too much unsaid. */
export const inDoubtShareMax = 0.25;

export interface LedgerView {
  readonly audit: LedgerAudit;
  /** Nodes that must hold the truth and could be read; never empty. */
  readonly nodes: readonly NodeAudit[];
}

/** Hands the readable ledger to `judge`, or says why there is none. */
export function judgeLedger({ audit }: Evidence, judge: (view: LedgerView) => Finding): Finding {
  if (audit === null) return inconclusive('The journal holds no reading of the ledger.');
  const nodes = audit.nodes.filter((node) => node.role !== 'aside' && node.unreadable === null);
  if (audit.authority === null || nodes.length === 0) {
    const reasons = audit.nodes.flatMap(({ node, unreadable }) =>
      unreadable === null ? [] : [`${node}: ${unreadable}`],
    );
    return inconclusive(`No node's ledger could be read${reasons.length === 0 ? '' : ` (${reasons.join('; ')})`}.`);
  }
  return judge({ audit, nodes });
}

export function inconclusive(statement: string): Finding {
  return { verdict: 'inconclusive', statement, count: 0, money: null, examples: [] };
}

export function passed(statement: string): Finding {
  return { verdict: 'pass', statement, count: 0, money: null, examples: [] };
}

export interface CategoryJudgement {
  readonly category: AuditCategory;
  /** Statement when no node has any. */
  readonly whenNone: (view: LedgerView) => string;
  /** Statement with the count of the worst node and its name. */
  readonly whenSome: (found: AuditCategoryCount, node: NodeAudit, view: LedgerView) => string;
}

/** One category of the audit must be empty on every node. The worst node gives the count. */
export function judgeCategory(evidence: Evidence, { category, whenNone, whenSome }: CategoryJudgement): Finding {
  return judgeLedger(evidence, (view) => {
    const worst = worstNode(view.nodes, category);
    const found = worst.categories[category];
    if (found.count === 0) return passed(whenNone(view));
    return {
      verdict: 'fail',
      statement: whenSome(found, worst, view),
      count: found.count,
      money: found.money,
      examples: found.examples.slice(0, examplesMax).map((example) => example.text),
    };
  });
}

export function worstNode(nodes: readonly NodeAudit[], category: AuditCategory): NodeAudit {
  return nodes.reduce((worst, node) =>
    node.categories[category].count > worst.categories[category].count ? node : worst,
  );
}

/** "3 of 3 nodes". Nodes that stand aside or cannot be read are part of the whole. */
export function onNodes({ audit, nodes }: LedgerView): string {
  const all = Math.max(nodes.length, audit.nodes.length + unlisted(audit));
  return `${formatCount(nodes.length)} of ${formatCount(all)} ${all === 1 ? 'node' : 'nodes'}`;
}

function unlisted({ excluded, nodes }: LedgerAudit): number {
  return excluded.filter(({ node }) => nodes.every((each) => each.node !== node)).length;
}

export function inDoubtShare({ attempted }: LedgerAudit): number {
  const { acknowledged, aborted, inDoubt, declined, unrecorded } = attempted;
  const all = acknowledged + aborted + inDoubt + declined + unrecorded;
  return all === 0 ? 0 : (inDoubt + unrecorded) / all;
}

/** A share for a sentence. */
export function shareText(ratio: number): string {
  return formatPercent(Math.round(ratio * 1e5) / 1e5);
}
