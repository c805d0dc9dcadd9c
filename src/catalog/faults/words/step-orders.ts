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

/** For each node the steps in their order; one that comes out the same for several nodes is there once, for all of them. */
export function oncePerNode(stepsAt: StepsAt, places: readonly StepPlace[]): readonly (readonly Order[])[] {
  const known = new Map<string, StepPlace[]>();
  return places.map((place) =>
    stepsAt(place).flatMap((each) => {
      const step = fillStep(each, place);
      const line = lineOf(step);
      const same = known.get(line);
      if (same !== undefined) {
        same.push(place);
        return [];
      }
      const alike = [place];
      known.set(line, alike);
      return [{ step, places: alike }];
    }),
  );
}

export function placesOf(targets: FaultTargets, lastsMs: number): readonly StepPlace[] {
  const { nodes = [], directory } = targets.place ?? {};
  const meant = nodes.filter(({ name }) => targets.nodes.includes(name));
  return meant.map((node) => ({ node, lastsMs, directory, former: targets.former?.[node.name] }));
}
