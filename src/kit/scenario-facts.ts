/** A scenario as a flat list of settings, so that two can be laid side by side; and what must be equal before their runs can be compared. */
import { differingFacts } from './differing-facts.js';
import type { Facts } from '../model/sample.js';
import type { Scenario } from '../model/scenario.js';

/** Each setting by its path, in order. Without gates and description, which change nothing that is measured, and without the seed, which is a run's own. */
export function scenarioFacts({ gates: _gates, description: _words, seed: _seed, ...scenario }: Scenario): Facts {
  return Object.fromEntries([...leavesOf(scenario, '')].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function* leavesOf(value: unknown, path: string): Generator<readonly [string, string]> {
  if (typeof value !== 'object' || value === null) {
    if (value !== undefined) yield [path, typeof value === 'string' ? value : JSON.stringify(value)];
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    // Lists are told apart by the names of what they hold, so that a phase that was put in front moves nothing else.
    const name = Array.isArray(value) ? nameOf(member, key) : key;
    yield* leavesOf(member, path === '' ? name : `${path}.${name}`);
  }
}

function nameOf(member: unknown, index: string): string {
  return typeof member === 'object' && member !== null && 'name' in member ? String(member.name) : index;
}

/** Whether runs that differ in this setting were asked another question: other traffic, other faults or other times of them. Whatever else differs may be what is compared. */
export function isOtherQuestion(path: string): boolean {
  return /^(?:traffic\.|operations\.|faults\.[^.]+\.(?:kind|healAfterMs|at\.))|^client\.deadlineMs$/u.test(path);
}

/**
 * Whether a gate may not hold runs that differ in this setting against each other: nobody looks at both when it is judged, so also whom a fault hits, how hard, and what kind of target it is must be the
 * same. The addresses of servers may differ.
 */
function isOtherRehearsal(path: string): boolean {
  return isOtherQuestion(path) || /^(?:faults\.|target\.topology$|target\.settings\.nodes\.(?!.*url$))/u.test(path);
}

/** The settings in which two scenarios differ, and that make them two questions. */
export function otherQuestions(one: Facts, other: Facts): readonly string[] {
  return differingPaths(one, other).filter(isOtherQuestion);
}

/** The settings in which two scenarios differ, and that make them two rehearsals. */
export function otherRehearsals(one: Facts, other: Facts): readonly string[] {
  return differingPaths(one, other).filter(isOtherRehearsal);
}

function differingPaths(one: Facts, other: Facts): readonly string[] {
  return differingFacts(one, other).map(({ what }) => what);
}
