/** Which settings make two scenarios two questions, and which make them two rehearsals that a gate may not hold against each other. */
import { expect, it } from 'vitest';
import { otherQuestions, otherRehearsals } from '../../../src/kit/scenario-facts.js';

it.each([
  ['traffic.phases.steady.settings.rate', true, true],
  ['faults.kill.kind', true, true],
  ['faults.kill.at.offsetMs', true, true],
  ['faults.kill.settings.node', false, true],
  ['faults.flood.settings.size', false, true],
  ['target.topology', false, true],
  ['target.settings.nodes.db.zone', false, true],
  ['target.settings.nodes.db.url', false, false],
  ['client.connections', false, false],
  ['ledger.accounts', false, false],
])('another %s is another question: %s, and another rehearsal: %s', (path, isQuestion, isRehearsal) => {
  const [one, other] = [{ [path]: '1' }, { [path]: '2' }];
  expect([otherQuestions(one, other), otherRehearsals(one, other)]).toEqual([
    isQuestion ? [path] : [],
    isRehearsal ? [path] : [],
  ]);
});
