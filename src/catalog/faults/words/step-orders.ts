/** The steps of a fault as they are given for its nodes. */
import type { FaultContext, FaultTargets } from '../../../model/fault.js';
import { fillStep, lineOf, type Step, type StepPlace } from './steps.js';

export interface RoundSettings {
  /** Milliseconds, for each step, and for its effect. */
  readonly timeout: number;
}

/** The steps that are meant for one place. */
export type StepsAt = (place: StepPlace) => readonly Step[];

export type OrderContext = FaultContext<RoundSettings>;

/** One step as it is given, and the nodes that it is given for. */
export interface Order {
  readonly step: Step;
  readonly places: readonly StepPlace[];
}

/** Step by step what is given for all nodes; one that comes out the same for several of them is there once, for all of these. */
export function roundsOf(stepsAt: StepsAt, places: readonly StepPlace[]): readonly (readonly Order[])[] {
  const rounds: Map<string, { readonly step: Step; readonly places: StepPlace[] }>[] = [];
  for (const place of places) {
    for (const [index, each] of stepsAt(place).entries()) {
      const step = fillStep(each, place);
      const round = (rounds[index] ??= new Map());
      const line = lineOf(step);
      const same = round.get(line);
      if (same === undefined) round.set(line, { step, places: [place] });
      else same.places.push(place);
    }
  }
  return rounds.map((round) => [...round.values()]);
}

/** On all nodes at once, on each in order: what is given for several waits until each of them has come so far. Rejects when all have ended, with the first failure. */
export async function inOrder(
  rounds: readonly (readonly Order[])[],
  give: (order: Order) => Promise<void>,
): Promise<void> {
  const latest = new Map<StepPlace, Promise<void>>();
  const given = rounds.flat().map((order) => {
    const before = Promise.all(order.places.flatMap((place) => latest.get(place) ?? []));
    const done = before.then(() => give(order));
    for (const place of order.places) latest.set(place, done);
    return done;
  });
  const failed = (await Promise.allSettled(given)).find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

export function placesOf(targets: FaultTargets, lastsMs: number): readonly StepPlace[] {
  const { nodes = [], directory } = targets.place ?? {};
  const meant = nodes.filter(({ name }) => targets.nodes.includes(name));
  return meant.map((node) => ({ node, lastsMs, directory, former: targets.former?.[node.name] }));
}
