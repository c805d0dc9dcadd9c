/** Of the answers that a payment is not there, only those are false whose payment was known to be done before they were asked for. */
import { mkdtempSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AttemptWriter } from '../../../../src/journal/attempt-file.js';
import { paymentIdOf } from '../../../../src/kit/payment-id.js';
import type { Attempt } from '../../../../src/model/journal.js';
import {
  findFalseAbsences,
  type AbsenceSource,
  type FalseAbsence,
} from '../../../../src/verdict/consistency/find-false-absences.js';
import { acknowledgedAttempt as paid } from '../../../fixtures/attempt.js';
import { planOf } from '../../../fixtures/plan.js';
import { Scratch } from '../../../fixtures/scratch.js';
import { headerOf } from '../../../fixtures/synthetic-run.js';

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
});
afterEach(() => scratch[Symbol.dispose]());

/** Asks for it at 30 ms on another node. */
const asked: Attempt = {
  ...paid,
  arrival: 5,
  operation: 1,
  node: 1,
  connection: 4,
  found: false,
  startMs: 30,
  endMs: 31,
};

/** The fifth arrival asks for the first one. */
function absencesIn(
  attempts: readonly Attempt[],
  own: Partial<AbsenceSource> = {},
  keys = '',
): readonly FalseAbsence[] {
  const directory = mkdtempSync(scratch.path('run-'));
  const writer = new AttemptWriter(directory, 0);
  for (const each of attempts) writer.append(each);
  writer.close();
  return findFalseAbsences({
    directory,
    header: headerOf(planOf({ keys })),
    toldAbsent: attempts.filter(({ found }) => found === false).map(({ arrival }) => arrival),
    askedFor: (arrival) => (arrival === 5 ? 0 : null),
    withdrawn: [],
    ...own,
  });
}

it('one that was acknowledged before is falsely absent, and its age and node are told', () => {
  const [found, ...others] = absencesIn([paid, asked]);
  expect(others).toEqual([]);
  expect(found).toMatchObject({ kind: 'false-absence', aged: { ageMs: 10, node: 'jkt-b' } });
  const { members, steps } = found?.tell() ?? {};
  expect(members?.map(({ node, startMs }) => [node, startMs])).toEqual([
    ['jkt-b', 30],
    ['jkt-a', 10],
  ]);
  expect(members?.[1]?.name).toContain(String(paymentIdOf(headerOf(planOf()).runTag, 0)));
  expect(steps).toEqual([
    'T1 asked for the payment of T2 and was told that it is not there: T2 had been acknowledged before T1 began.',
  ]);
});

it.each<[string, readonly Attempt[]]>([
  ['acknowledged while the question was under way', [paid, { ...asked, startMs: 20 }]],
  ['in doubt', [{ ...paid, outcome: 'in-doubt' }, asked]],
  ['aborted', [{ ...paid, outcome: 'aborted' }, asked]],
  ['found', [paid, { ...asked, found: true }]],
  ['of nobody, because the question asks for no payment', [paid, { ...asked, arrival: 6 }]],
])('one that was %s is not', (_how, attempts) => {
  expect(absencesIn(attempts)).toEqual([]);
});

it('one that the ledger has lost is told as lost, and not once more', () => {
  expect(absencesIn([paid, asked], { withdrawn: [0] })).toEqual([]);
});

it('a session that had been told so itself does not see what it wrote', () => {
  const own = absencesIn([paid, { ...asked, node: 0, connection: 3 }]);
  expect(own.map(({ kind }) => kind)).toEqual(['read-your-writes']);
  const anew = absencesIn([paid, { ...asked, node: 0, connection: 3, opensSession: true }]);
  expect(anew.map(({ kind }) => kind)).toEqual(['false-absence']);
});

it('an API tells nothing of nodes and sessions', () => {
  const [found] = absencesIn([
    { ...paid, node: 255 },
    { ...asked, node: 255, connection: 3 },
  ]);
  expect(found).toMatchObject({ kind: 'false-absence', aged: { node: null } });
  expect(found?.tell().members.map(({ node }) => node)).toEqual(['the API', 'the API']);
});

it('the first acknowledgement counts, and of a naive client that of the payment that is asked for', () => {
  const again = { ...paid, attempt: 2, startMs: 25, endMs: 29 };
  expect(absencesIn([{ ...paid, outcome: 'in-doubt' }, again, asked])).toMatchObject([{ aged: { ageMs: 1 } }]);
  const naive = 'client: { retry: naive 3 }';
  expect(absencesIn([{ ...paid, outcome: 'in-doubt' }, again, asked], {}, naive)).toEqual([]);
});
