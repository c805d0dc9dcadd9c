/** What arrival k asks for, as a pure function of plan and k: nothing of it needs to be stored, because it can always be drawn again. */
import { operationsOf } from '../kit/mixes.js';
import { makeSureTheyAreThere } from '../kit/own-operations.js';
import { createIndexedStream } from '../kit/random.js';
import { arrivalBehind, isSettlement } from '../kit/settlement-index.js';
import type { ArrivalContent, Draws, EarlierPayment, OperationKind, Settlement } from '../model/operation.js';
import type { Plan } from '../model/plan.js';
import type { Registry } from '../model/registry.js';
import { createDraws } from './draws.js';

/** Who looks for an earlier payment looks this far back, and at so many arrivals before giving up. */
const lookBackArrivals = 5_000;
const lookBackTries = 64;

export interface Contents {
  /** Kinds in the order that `ArrivalContent.operation` refers to. */
  readonly operations: readonly OperationKind[];
  /** Any index, in any order, settlements too; the same index always gives an equal content. */
  readonly contentOf: (index: number) => ArrivalContent;
  /** What follows an arrival that authorises; null for any other. */
  readonly settlementAfter: (arrival: number) => Settlement | null;
}

/** Names of the plan's operations in the order that contents, attempts and reports number them. */
export function operationNames(plan: Plan): readonly string[] {
  return operationsOf(plan.scenario.traffic);
}

/** Throws a ToolError where an operation that the scenario brings is not in the registry as it was. */
export function createContents(plan: Plan, registry: Registry<OperationKind>): Contents {
  makeSureTheyAreThere(plan.scenario, registry);
  const names = operationNames(plan);
  const operations = names.map((name) => registry.get(name));
  const thresholdsOf = createThresholds(plan, names);
  const lookedBack = createDrawer(plan, { operations, thresholdsOf, lookBack: () => null });
  const drawer = createDrawer(plan, { operations, thresholdsOf, lookBack: createLookBack(lookedBack, operations) });
  const settlementAfter = createSettlements(plan, drawer, operations);
  return {
    operations,
    settlementAfter,
    contentOf(index) {
      if (!isSettlement(plan, index)) return drawer.draw(index);
      const arrival = arrivalBehind(plan, index);
      const settlement = settlementAfter(arrival);
      // Nobody settles what only looks or is done at once: such an index is never sent.
      const authorisation = drawer.draw(arrival);
      return settlement === null ? authorisation : { ...authorisation, content: settlement.posting };
    },
  };
}

interface Drawer {
  readonly draw: (arrival: number) => ArrivalContent;
  readonly operationOf: (arrival: number) => number;
}

interface Drawing {
  readonly operations: readonly OperationKind[];
  readonly thresholdsOf: (arrival: number) => readonly number[];
  readonly lookBack: (arrival: number, draws: Draws, kinds: readonly string[]) => EarlierPayment | null;
}

function createDrawer(plan: Plan, { operations, thresholdsOf, lookBack }: Drawing): Drawer {
  const stream = createIndexedStream(plan.scenario.seed, 'contents');
  let current = 0;
  const draws: Draws = createDraws(plan, stream, {
    arrival: () => current,
    hasBankTransfers: operations.some(({ repeatsBankTransfers }) => repeatsBankTransfers === true),
    earlierPayment: (kinds) => lookBack(current, draws, kinds),
  });
  const operationOf = (arrival: number): number => {
    stream.seek(arrival);
    return positionOf(stream.unit(), thresholdsOf(arrival));
  };
  return {
    operationOf,
    draw(arrival) {
      current = arrival;
      const operation = operationOf(arrival);
      const zone = Math.floor(stream.unit() * plan.zones.length);
      const kind = operations[operation] as OperationKind;
      return { operation, zone, content: kind.draw(draws, plan.ledger) };
    },
  };
}

/** From a point that is drawn, back to the first payment of a kind that is asked for. */
function createLookBack(drawer: Drawer, operations: readonly OperationKind[]): Drawing['lookBack'] {
  return (arrival, draws, kinds) => {
    const from = arrival - 1 - draws.below(Math.min(arrival, lookBackArrivals));
    for (let earlier = from; earlier >= 0 && earlier > from - lookBackTries; earlier -= 1) {
      const kind = operations[drawer.operationOf(earlier)]?.kind ?? '';
      if (!kinds.includes(kind)) continue;
      const { content } = drawer.draw(earlier);
      if (content.kind === 'posting') return { arrival: earlier, posting: content };
    }
    return null;
  };
}

function createSettlements(
  plan: Plan,
  drawer: Drawer,
  operations: readonly OperationKind[],
): Contents['settlementAfter'] {
  const stream = createIndexedStream(plan.scenario.seed, 'settlements');
  const draws = createDraws(plan, stream, {
    arrival: () => 0,
    hasBankTransfers: false,
    earlierPayment: () => null,
  });
  return (arrival) => {
    const { operation, content } = drawer.draw(arrival);
    const kind = operations[operation];
    if (kind?.settle === undefined || content.kind !== 'posting') return null;
    stream.seek(arrival);
    const { afterMs, posting } = kind.settle(content, draws, plan.ledger);
    return { afterMs, posting: { ...posting, original: arrival } };
  };
}

/** The shares that hold for an arrival, added up in the order of the names. */
function createThresholds({ scenario, mixes }: Plan, names: readonly string[]): (index: number) => readonly number[] {
  const stretches = (mixes ?? [{ firstIndex: 0, mix: scenario.traffic.mix }]).map(({ firstIndex, mix }) => {
    return { firstIndex, thresholds: cumulativeShares(names.map((name) => mix[name] ?? 0)) };
  });
  const [first] = stretches;
  return (index) => (stretches.findLast(({ firstIndex }) => firstIndex <= index) ?? first)?.thresholds ?? [];
}

/** Ends in exactly 1, whatever the rounding. */
function cumulativeShares(weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const lastPositive = weights.findLastIndex((weight) => weight > 0);
  let sum = 0;
  return weights.map((weight, index) => {
    sum += weight;
    return index >= lastPositive ? 1 : sum / total;
  });
}

function positionOf(unit: number, thresholds: readonly number[]): number {
  let position = 0;
  while (unit >= (thresholds[position] as number)) position += 1;
  return position;
}
