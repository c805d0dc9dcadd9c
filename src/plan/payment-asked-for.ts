/** The arrival whose payment another one asks for, for whoever judges the answer that it was given. */
import type { OperationKind } from '../model/operation.js';
import type { Plan } from '../model/plan.js';
import type { Registry } from '../model/registry.js';
import { createContents, type Contents } from './contents.js';

/** Null for what asks for no payment, or for one that nobody was to make. Nothing is drawn before the first is asked for. */
export function paymentAskedFor(plan: Plan, registry: Registry<OperationKind>): (arrival: number) => number | null {
  let contents: Contents | null = null;
  return (arrival) => {
    contents ??= createContents(plan, registry);
    const { content } = contents.contentOf(arrival);
    if (content.kind !== 'status') return null;
    return contents.contentOf(content.original).content.kind === 'posting' ? content.original : null;
  };
}
