/** What repetitions vary is no difference of story; anything else is. */
import { expect, it } from 'vitest';
import type { Scenario } from '../../../../src/model/scenario.js';
import { differingAspects, storyOf } from '../../../../src/repeat/pool/story-of.js';
import { varyScenario } from '../../../../src/repeat/vary-scenario.js';
import { repeatedScenario, repeatingCatalog } from '../../../fixtures/rehearsal.js';

const catalog = repeatingCatalog();
const written = storyOf(repeatedScenario, null, catalog.faults);
const differing = (scenario: Scenario) => differingAspects(written, storyOf(scenario, null, catalog.faults));

it('every repetition of a study tells the story that was written', () => {
  for (let repetition = 1; repetition <= 50; repetition += 1) {
    const { scenario, variation } = varyScenario(repeatedScenario, { repetition, phaseWindowMs: 1_000, catalog });
    expect(differingAspects(written, storyOf(scenario, variation, catalog.faults))).toEqual([]);
  }
});

it('another seed, name, description or victim is no other story', () => {
  const [fault] = repeatedScenario.faults;
  const faults = [{ ...fault!, settings: { ...(fault!.settings as object), node: 'jkt-a' } }];
  expect(differing({ ...repeatedScenario, seed: 1, name: 'other', description: 'other', faults })).toEqual([]);
});

it.each<[string, Partial<Scenario>]>([
  ['load', { client: { ...repeatedScenario.client, connections: 99 } }],
  ['target', { target: { ...repeatedScenario.target, settings: { timeouts: 'slow' } } }],
  ['recovery and objective', { recovery: { ...repeatedScenario.recovery, objectiveMs: 1 } }],
  ['claims', { claims: { ...repeatedScenario.claims, session: 'none' } }],
  ['faults', { faults: repeatedScenario.faults.map((fault) => ({ ...fault, at: { ...fault.at, offsetMs: 1 } })) }],
])('another %s is another story', (aspect, change) => {
  expect(differing({ ...repeatedScenario, ...change })).toEqual([aspect]);
});
