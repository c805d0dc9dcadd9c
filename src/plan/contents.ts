/** What arrival k asks for, as a pure function of plan and k: nothing of it needs to be stored, because it can always be drawn again. */
import { operationsOf } from '../kit/mixes.js';
import { createIndexedStream, type IndexedStream } from '../kit/random.js';
import type { ArrivalContent, Draws, OperationKind } from '../model/operation.js';
import type { AccountRange, Plan } from '../model/plan.js';
import type { Registry } from '../model/registry.js';
import { createCustomerDraw } from './customers.js';

/** Draws before giving up on chance for a second customer: only a scenario whose whole traffic is on one hot account gets that far. */
const otherCustomerTries = 16;

export interface Contents {
  /** Kinds in the order that `ArrivalContent.operation` refers to. */
  readonly operations: readonly OperationKind[];
  /** Any index, in any order; the same index always gives an equal content. */
  readonly contentOf: (index: number) => ArrivalContent;
}

/** Names of the plan's operations in the order that contents, attempts and reports number them. */
export function operationNames(plan: Plan): readonly string[] {
  return operationsOf(plan.scenario.traffic);
}

export function createContents(plan: Plan, registry: Registry<OperationKind>): Contents {
  const names = operationNames(plan);
  const operations = names.map((name) => registry.get(name));
  const thresholdsOf = createThresholds(plan, names);
  const stream = createIndexedStream(plan.scenario.seed, 'contents');
  const draws = createDraws(plan, stream);
  return {
    operations,
    contentOf(index) {
      stream.seek(index);
      const operation = positionOf(stream.unit(), thresholdsOf(index));
      const zone = Math.floor(stream.unit() * plan.zones.length);
      const kind = operations[operation] as OperationKind;
      return { operation, zone, content: kind.draw(draws, plan.ledger) };
    },
  };
}

function createDraws({ scenario, ledger }: Plan, stream: IndexedStream): Draws {
  const drawCustomer = createCustomerDraw(scenario.ledger, ledger.customers);
  const customer = (): number => drawCustomer(stream);
  return {
    unit: stream.unit,
    below: (bound) => Math.floor(stream.unit() * bound),
    customer,
    otherCustomer(account) {
      for (let tries = 0; tries < otherCustomerTries; tries += 1) {
        const candidate = customer();
        if (candidate !== account) return candidate;
      }
      return nextAfter(account, ledger.customers);
    },
  };
}

function nextAfter(account: number, { first, count }: AccountRange): number {
  return first + ((account - first + 1) % count);
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
