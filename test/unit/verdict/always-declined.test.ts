/** A decline is a correct answer: an operation that is always refused breaks no gate, and must not pass in silence. */
import { afterAll, describe, expect, it } from 'vitest';
import { createContents, operationNames } from '../../../src/plan/contents.js';
import { judge } from '../../../src/verdict/judge.js';
import { planOf } from '../../fixtures/plan.js';
import { Scratch } from '../../fixtures/scratch.js';
import {
  answered,
  auditOf,
  endEvents,
  judgingCatalog,
  probesOf,
  writeSyntheticRun,
} from '../../fixtures/synthetic-run.js';

const scratch = new Scratch();
let runs = 0;
afterAll(() => scratch[Symbol.dispose]());

describe('an operation of which every payment is declined', () => {
  it('is told, although every gate holds', async () => {
    const { record, refused } = await judged('20s', () => true);
    expect(record.exitCode).toBe(0);
    expect(record.gates.map(({ verdict }) => verdict)).toEqual(['pass']);
    expect(refused).toBeGreaterThan(20);
    expect(record.reasons.filter((reason) => reason.includes('was acknowledged'))).toEqual([
      `No bill-payment was acknowledged: all ${refused} that were answered were declined, so that it was not put to the test.`,
    ]);
  });

  it.each([
    ['one of them was made', '20s', (nth: number) => nth !== 7],
    ['they were too few to tell', '2s', () => true],
  ])('is not where %s', async (_what, length, isDeclined) => {
    const { record, refused } = await judged(length, isDeclined);
    expect(refused).toBeGreaterThan(1);
    expect(record.reasons.join(' ')).not.toContain('was acknowledged');
  });

  it('is not where it asks to be: a callback of the bank that comes a second time', async () => {
    const { record, refused } = await judged('20s', () => true, 'top-up-callback');
    expect(refused).toBeGreaterThan(20);
    expect(record.reasons.join(' ')).not.toContain('was acknowledged');
  });
});

/** Of the payments of one kind, by their order, the declined; everything else is paid. */
async function judged(length: string, isDeclined: (nth: number) => boolean, kind = 'bill-payment') {
  const plan = planOf({
    phases: `[{ name: steady, for: ${length}, rate: 40/s }]`,
    mix: `{ transfer: 60, top-up: 20, ${kind}: 20 }`,
    keys: 'gates: [availability >= 99.9%]',
  });
  const contents = createContents(plan, judgingCatalog().operations);
  const declinable = operationNames(plan).indexOf(kind);
  let nth = 0;
  let refused = 0;
  runs += 1;
  const directory = scratch.path(`run-${runs}`);
  writeSyntheticRun({
    directory,
    plan,
    script: (atMs, index, unit) => {
      if (contents.contentOf(index).operation !== declinable || !isDeclined(nth++)) return [answered(atMs, unit)];
      refused += 1;
      return [{ ...answered(atMs, unit), outcome: 'declined' }];
    },
    probes: probesOf(plan, {}),
    events: [{ kind: 'audited', atMs: plan.durationMs + 100, audit: auditOf() }, ...endEvents(plan)],
  });
  return { record: await judge({ directory, catalog: judgingCatalog() }), refused };
}
