/** Counts the findings of one node by category, with the first examples of each. */
import { auditCategories, type AuditCategory, type AuditCategoryCount, type AuditExample } from '../../model/audit.js';

export const examplesMax = 1_000;

export class CategoryCounts {
  readonly #counts = new Map(
    auditCategories.map((category) => [category, { count: 0, money: 0, examples: [] as AuditExample[] }]),
  );

  add(category: AuditCategory, money: number, example: AuditExample): void {
    const counter = this.#counts.get(category);
    if (counter === undefined) return;
    counter.count += 1;
    counter.money += Math.abs(money);
    if (counter.examples.length < examplesMax) counter.examples.push(example);
  }

  /** Arrivals are visited in order of their intended start, so the first examples are the oldest; here they get the order of acknowledgement. */
  take(): Readonly<Record<AuditCategory, AuditCategoryCount>> {
    const entries = auditCategories.map((category) => {
      const { count, money, examples } = this.#counts.get(category) ?? { count: 0, money: 0, examples: [] };
      const inOrder = examples.toSorted((a, b) => (a.acknowledgedMs ?? 0) - (b.acknowledgedMs ?? 0));
      return [category, { count, money, examples: inOrder }] as const;
    });
    return Object.fromEntries(entries) as unknown as Record<AuditCategory, AuditCategoryCount>;
  }
}
