/** What the checks of linked payments share: they are asked only where the run's operations write such rows, and every node counts. */
import type { AuditCategory, AuditCategoryCount, LinkedRows, LinkKind } from '../../../model/audit.js';
import type { CheckKind } from '../../../model/check.js';
import { judgeCategory } from './judge-ledger.js';

export interface LinkedJudgement {
  readonly link: LinkKind;
  readonly category: AuditCategory;
  /** Rows that the rule is about. */
  readonly rows: (linked: LinkedRows) => number;
  /** Statement with their number when none breaks the rule. */
  readonly whenNone: (rows: number) => string;
  /** Statement with the count of the worst node and its name. */
  readonly whenSome: (found: AuditCategoryCount, node: string) => string;
}

export function judgeLinked(linked: LinkedJudgement): Required<Pick<CheckKind, 'isAsked' | 'judge'>> {
  return {
    isAsked: ({ audit }) => audit?.links?.includes(linked.link) === true,
    judge: (evidence) =>
      judgeCategory(evidence, {
        category: linked.category,
        whenNone: ({ nodes }) =>
          linked.whenNone(
            Math.max(0, ...nodes.map((node) => (node.linked === undefined ? 0 : linked.rows(node.linked)))),
          ),
        whenSome: (found, { node }) => linked.whenSome(found, node),
      }),
  };
}
