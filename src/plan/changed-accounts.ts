/** Which accounts an arrival changes when it takes effect, for whoever judges one that nobody has heard of again. */
import type { OperationKind } from '../model/operation.js';
import type { Plan } from '../model/plan.js';
import type { Registry } from '../model/registry.js';
import { createContents, type Contents } from './contents.js';

/** Nothing is drawn before the first is asked for: most runs never do. */
export function changedAccounts(plan: Plan, registry: Registry<OperationKind>): (arrival: number) => readonly number[] {
  let contents: Contents | null = null;
  return (arrival) => {
    contents ??= createContents(plan, registry);
    const { content } = contents.contentOf(arrival);
    return content.kind === 'posting' ? content.legs.map(({ account }) => account) : [];
  };
}
