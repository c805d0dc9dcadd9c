/** What clients were told, read from the records of the attempts and from nothing else. */
import { expect, it } from 'vitest';
import { acknowledgedPayments } from '../../../../src/commands/calibrate/acknowledged-payments.js';
import { readEvents } from '../../../../src/journal/event-log.js';
import { paymentIdOf } from '../../../../src/kit/payment-id.js';
import { createContents } from '../../../../src/plan/contents.js';
import { planOf } from '../../../fixtures/plan.js';
import { Scratch } from '../../../fixtures/scratch.js';
import { judgingCatalog, writeSyntheticRun, type Ending } from '../../../fixtures/synthetic-run.js';

const catalog = judgingCatalog();
const plan = planOf({ phases: '[{ name: only, for: 1s, rate: 100/s }]' });
const contents = createContents(plan, catalog.operations);

it('is every posting whose client got an acknowledgement, with the time of the first and its planned amount', () => {
  using scratch = new Scratch();
  const directory = scratch.path('run');
  const postings = Array.from({ length: 100 }, (_each, arrival) => arrival).filter((arrival) => {
    return contents.contentOf(arrival).content.kind === 'posting';
  });
  const [retried, inDoubt] = postings as [number, number];
  const endings: Readonly<Record<number, readonly Ending[]>> = {
    [retried]: [
      { outcome: 'aborted', endMs: 700 },
      { outcome: 'acknowledged', endMs: 900 },
    ],
    [inDoubt]: [{ outcome: 'in-doubt', endMs: 800 }],
  };
  const script = (atMs: number, index: number): readonly Ending[] =>
    endings[index] ?? [{ outcome: 'acknowledged', endMs: atMs + 5 }];
  writeSyntheticRun({ directory, plan, script });

  const told = acknowledgedPayments({ directory, plan, catalog, events: readEvents(directory) });

  const { content } = contents.contentOf(retried);
  expect(told.size).toBe(postings.length - 1);
  expect(told.has(paymentIdOf(7, inDoubt))).toBe(false);
  expect(told.get(paymentIdOf(7, retried))).toEqual({
    atMs: 900,
    amount: content.kind === 'posting' ? content.amount : null,
  });
});
