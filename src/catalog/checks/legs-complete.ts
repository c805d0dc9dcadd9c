/** Invariants 3 and 7: a payment in the ledger has exactly the rows that were planned, and its legs sum to zero; an account is what it was opened as. */
import { counted, formatCount, formatMoney } from '../../kit/format.js';
import type { CheckKind, Finding } from '../../model/check.js';
import { examplesMax, judgeLedger, onNodes, passed, worstNode, type LedgerView } from './words/judge-ledger.js';

export const legsComplete: CheckKind = {
  kind: 'legs-complete',
  summary: 'Every payment has exactly its planned rows, with the planned accounts and amounts.',
  invariants: [3, 7],
  question: 'consistency',
  isDataViolation: true,
  judge: (evidence) => judgeLedger(evidence, judgeRows),
};

function judgeRows(view: LedgerView): Finding {
  const broken = [worstNode(view.nodes, 'partial'), worstNode(view.nodes, 'content')] as const;
  const [partial, content] = [broken[0].categories.partial, broken[1].categories.content];
  const count = partial.count + content.count;
  if (count === 0) {
    const payments = Math.max(...view.nodes.map((node) => node.rows.payments));
    return passed(`All ${formatCount(payments)} payments have exactly their planned rows, on ${onNodes(view)}.`);
  }
  const parts = [
    ...(partial.count > 0
      ? [
          `${counted(partial.count, 'payment')} ${partial.count === 1 ? 'lacks some of its' : 'lack some of their'} rows (on ${broken[0].node})`,
        ]
      : []),
    ...(content.count > 0
      ? [`${formatCount(content.count)} payments or accounts hold something else than planned (on ${broken[1].node})`]
      : []),
  ];
  const money = partial.money + content.money;
  return {
    verdict: 'fail',
    statement: `${parts.join(', and ')}: ${formatMoney(money)} in all.`,
    count,
    money,
    examples: [...partial.examples, ...content.examples].slice(0, examplesMax).map((example) => example.text),
  };
}
