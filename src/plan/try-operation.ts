/** Draws from an operation that a scenario brings with it, before anything is started: what it gives must be valid, and the same each time. */
import { canonicalJson } from '../kit/canonical-json.js';
import { operationsOf } from '../kit/mixes.js';
import { OperationRefusal, withOperations } from '../kit/own-operations.js';
import { firstSettlement } from '../kit/settlement-index.js';
import type { OperationContent, OperationKind } from '../model/operation.js';
import type { Plan } from '../model/plan.js';
import type { Catalog, Registry } from '../model/registry.js';
import { createContents, type Contents } from './contents.js';
import { layOutLedger } from './ledger-layout.js';

/** About half of them are of the operation that is tried. */
const arrivalsTried = 2_000;
/** Has no divisor in common with it. */
const shuffleStep = 1_217;
const moreOftenEach = 7;
/** Some tenths of a second for each operation. */
const plannedTried = 50_000;

export interface Trial {
  readonly plan: Plan;
  readonly catalog: Catalog;
  /** The same operation, loaded once more: what the first one has kept to itself, this one has not. */
  readonly again: OperationKind;
}

/** Null when nothing is wrong; else what it does, as a sentence without its end. Throws what the operation throws. */
export function unsteadiness({ plan, catalog, again }: Trial): string | null {
  const registry = withOperations(catalog, [again]).operations;
  drawPlanned(plan, { kind: again.kind, registry });
  const trial = trialOf(plan, again);
  const arrivals = Array.from({ length: arrivalsTried }, (_each, index) => index);
  const first = drawAll(trial, arrivals, { kind: again.kind, registry: catalog.operations });
  const second = drawAll(trial, arrivals.map(shuffled), { kind: again.kind, registry });
  const differing = arrivals.find((index) => first.get(index)?.text !== second.get(index)?.text);
  if (differing !== undefined)
    return `gives another content when the same arrival is drawn again: ${first.get(differing)?.text}, then ${second.get(differing)?.text}`;
  const isStranger = [...first.values()].some(({ isApart }) => isApart);
  return isStranger
    ? 'pays back a payment with which it shares no account: two that do would not wait for each other'
    : null;
}

/** Another order, which nothing that counts draws comes through unseen, as it might come through the reversed one. */
function shuffled(index: number): number {
  return (index * shuffleStep) % arrivalsTried;
}

/** The same accounts, and a mix in which it comes often, also where the plan asks for it seldom or never. */
function trialOf(plan: Plan, { kind, movesPoints }: OperationKind): Plan {
  const { traffic } = plan.scenario;
  const others = operationsOf(traffic).filter((each) => each !== kind);
  const mix = Object.fromEntries([[kind, Math.max(1, others.length)], ...others.map((each) => [each, 1] as const)]);
  const { mixes: _mixes, ...rest } = plan;
  return {
    ...rest,
    arrivalsExpected: arrivalsTried,
    ledger: layOutLedger(plan.scenario.ledger, { hasPoints: movesPoints === true || plan.ledger.points.count > 0 }),
    scenario: { ...plan.scenario, traffic: { ...traffic, mix, phases: [] } },
  };
}

interface Tried {
  readonly kind: string;
  readonly registry: Registry<OperationKind>;
}

interface Drawn {
  readonly text: string;
  /** It refers to an earlier payment, and locks none of its accounts. */
  readonly isApart: boolean;
}

/** Of those arrivals that ask for the kind. */
function drawAll(plan: Plan, arrivals: readonly number[], { kind, registry }: Tried): ReadonlyMap<number, Drawn> {
  const contents = createContents(plan, registry);
  const drawn = new Map<number, Drawn>();
  for (const [position, index] of arrivals.entries()) {
    ofKind(kind, () => {
      // As in a run, some are drawn more often than others, so that what counts its calls does not come out even.
      if (position % moreOftenEach === 0) contents.contentOf(index);
      const { operation, content } = contents.contentOf(index);
      if (contents.operations[operation]?.kind !== kind) return;
      const settlement = contents.settlementAfter(index);
      const text = canonicalJson(settlement === null ? content : { content, settlement });
      drawn.set(index, { text, isApart: sharesNothing(content, contents) });
    });
  }
  return drawn;
}

/** What the run itself will ask for: what goes wrong once in a thousand is better known now. */
function drawPlanned(plan: Plan, { kind, registry }: Tried): void {
  const contents = createContents(plan, registry);
  const count = Math.min(firstSettlement(plan), plannedTried);
  for (let index = 0; index < count; index += 1) {
    ofKind(kind, () => {
      contents.contentOf(index);
      contents.settlementAfter(index);
    });
  }
}

/** What another one does is told when that is tried. */
function ofKind(kind: string, work: () => void): void {
  try {
    work();
  } catch (thrown) {
    if (!(thrown instanceof OperationRefusal) || thrown.kind === kind) throw thrown;
  }
}

function sharesNothing(content: OperationContent, contents: Contents): boolean {
  if (content.kind !== 'posting' || content.original === undefined) return false;
  const { content: original } = contents.contentOf(content.original);
  const accounts = original.kind === 'posting' ? original.legs.map(({ account }) => account) : [];
  return !content.legs.some(({ account }) => accounts.includes(account));
}
