/** Invariant 12: after heal and quiescence all nodes hold the same rows. A node that cannot be read is not a node that differs. */
import { formatCount } from '../../kit/format.js';
import type { LedgerAudit } from '../../model/audit.js';
import type { CheckKind, Finding } from '../../model/check.js';
import type { Evidence } from '../../model/evidence.js';
import { examplesMax, inconclusive, judgeLedger, passed, type LedgerView } from './words/judge-ledger.js';

export const nodesAgree: CheckKind = {
  kind: 'nodes-agree',
  summary: 'All nodes that should hold the same rows do.',
  invariants: [12],
  question: 'consistency',
  isDataViolation: true,
  judge: (evidence) => judgeLedger(evidence, (view) => judgeAgreement(view, evidence)),
};

function judgeAgreement({ audit, nodes }: LedgerView, { header }: Evidence): Finding {
  const rows = audit.differences.reduce((sum, each) => sum + each.rows, 0);
  if (rows > 0) return differing(audit, rows);
  const strayed = audit.excluded.filter((each) => each.hasStrayed === true);
  if (strayed.length > 0) return splitBrain(strayed);
  const unreadable = audit.nodes.filter((node) => node.role !== 'aside' && node.unreadable !== null);
  if (unreadable.length > 0) {
    const which = unreadable.map(({ node, unreadable: reason }) => `${node} (${reason ?? ''})`).join(', ');
    return inconclusive(`Not every node could be read: ${which}.`);
  }
  // A node that diverged was read and set aside; one that was silent or behind is simply not known.
  const unknown = audit.excluded.filter(({ node }) => !audit.nodes.some((each) => each.node === node));
  if (unknown.length > 0) {
    const which = unknown.map(({ node, reason }) => `${node} (${reason})`).join(', ');
    return inconclusive(`Not every node could be compared: ${which}.`);
  }
  const left = leftOut(audit, { expected: header.nodes.length, compared: nodes.length });
  if (header.nodes.length === 1) return passed('The target has a single node, so there is nothing that could differ.');
  if (nodes.length < 2) return inconclusive(`Only one node could be compared.${left}`);
  return passed(`All rows agree on ${formatCount(nodes.length)} nodes.${left}`);
}

function splitBrain(strayed: LedgerAudit['excluded']): Finding {
  const which = strayed.map(({ node, reason }) => `${node} (${reason})`);
  const statement = `Two sides took writes at the same time: ${which.join(', ')}.`;
  return { verdict: 'fail', statement, count: strayed.length, money: null, examples: which.slice(0, examplesMax) };
}

/** Who was not compared, as a sentence that follows another; empty when all were. */
function leftOut(
  { absent = [] }: LedgerAudit,
  { expected, compared }: { readonly expected: number; readonly compared: number },
): string {
  const aside = expected - absent.length - compared;
  const stoodAside =
    aside === 0 ? '' : ` ${formatCount(aside)} of ${formatCount(expected)} nodes stood aside and were not compared.`;
  const left = absent.length === 0 ? '' : ` ${absent.join(', ')} did not belong to the target any more, or not yet.`;
  return `${stoodAside}${left}`;
}

function differing({ differences, authority }: LedgerAudit, rows: number): Finding {
  const parts = differences.map((each) => `${formatCount(each.rows)} of ${each.table} on ${each.node}`);
  return {
    verdict: 'fail',
    statement: `${formatCount(rows)} rows differ from those of ${authority ?? 'the authority'}: ${parts.join(', ')}.`,
    count: rows,
    money: null,
    examples: differences
      .flatMap((each) => each.examples.map((example) => `${each.node}: ${example}`))
      .slice(0, examplesMax),
  };
}
