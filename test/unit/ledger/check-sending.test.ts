/** A way of sending that a flavor cannot carry is refused before the run, with the one that it can. */
import { expect, it } from 'vitest';
import * as flavors from '../../../src/catalog/flavors/index.js';
import { checkSending } from '../../../src/ledger/check-sending.js';
import { sendings, type Sending } from '../../../src/model/scenario.js';
import { apiPlan } from '../../fixtures/api.js';
import { planOf } from '../../fixtures/plan.js';
import { toolErrorOf } from '../../fixtures/thrown-by.js';

const sent = (sending: Sending) => planOf({ keys: `client: { sending: ${sending} }` }).scenario;

it('refuses Vitess what needs variables inside of a SELECT, and says what to set', () => {
  const error = toolErrorOf(() => checkSending(flavors.vitess, sent('pipelined')));
  expect(error.message).toContain('answers as vitess');
  expect(error.hint).toBe('Set client.sending to per-statement.');
  expect(() => checkSending(flavors.vitess, sent('per-statement'))).not.toThrow();
});

it('lets everybody else have every way', () => {
  for (const flavor of Object.values(flavors).filter(({ kind }) => kind !== 'vitess'))
    for (const sending of sendings) expect(() => checkSending(flavor, sent(sending))).not.toThrow();
});

it('does not ask how an API sends, whose affair it is', () => {
  const flavor = { kind: 'strange', sendings: [] };
  expect(() => checkSending(flavor, apiPlan().scenario)).not.toThrow();
  expect(() => checkSending(flavor, sent('batched'))).toThrow('cannot carry payments that are sent batched');
});
