/** A scenario becomes its repetition: the faults strike at another phase and other victims, under a load of another seed. Pure, so that a study can be continued. */
import { deriveKey } from '../kit/random.js';
import type { Catalog } from '../model/registry.js';
import type { Variation } from '../model/rto.js';
import type { FaultSettings, Scenario } from '../model/scenario.js';
import { spreadOf } from './spread.js';
import { aimAt, describeAim, rotationOf, victimOf } from './victims.js';

export interface Varied {
  readonly scenario: Scenario;
  readonly variation: Variation;
}

export interface VaryOptions {
  /** From 1. */
  readonly repetition: number;
  readonly phaseWindowMs: number;
  readonly catalog: Pick<Catalog, 'topologies' | 'faults'>;
}

/** The faults only ever come later, all by the same time, so that no baseline gets shorter and faults that belong together stay together. */
export function varyScenario(scenario: Scenario, { repetition, phaseWindowMs, catalog }: VaryOptions): Varied {
  const { target, seed } = scenario;
  const { faults: kinds } = catalog;
  const rotation = rotationOf(scenario.faults, catalog.topologies.get(target.topology).nodes(target.settings), kinds);
  const { victim, phase } = spreadOf(repetition, rotation.length, seed);
  // A microsecond is finer than anything that is timed, and reads well.
  const phaseShiftMs = Math.floor(phase * phaseWindowMs * 1_000) / 1_000;
  const faults = scenario.faults.map((fault) =>
    shift(retarget(fault, rotation, { places: victim, kinds }), phaseShiftMs),
  );
  const loadSeed = deriveKey(seed, `rto/load/${repetition}`)[0] >>> 0;
  const victims = faults.map((fault) => ({ fault: fault.name, ...describeAim(fault, kinds) }));
  return {
    scenario: { ...scenario, seed: loadSeed, faults },
    variation: { repetition, phaseShiftMs, seed: loadSeed, victims },
  };
}

function retarget(
  fault: FaultSettings,
  rotation: readonly string[],
  turn: Parameters<typeof victimOf>[2],
): FaultSettings {
  const name = victimOf(fault, rotation, turn);
  return name === null ? fault : aimAt(fault, name, turn.kinds);
}

/** The latest that faults may come in any repetition. */
export function latestScenario(scenario: Scenario, phaseWindowMs: number): Scenario {
  return { ...scenario, faults: scenario.faults.map((fault) => shift(fault, phaseWindowMs)) };
}

function shift(fault: FaultSettings, byMs: number): FaultSettings {
  return { ...fault, at: { ...fault.at, offsetMs: fault.at.offsetMs + byMs } };
}
