/** A way of sending that a flavor cannot carry is refused before the run, with the one that it can. */
import { expect, it } from 'vitest';
import * as flavors from '../../../src/catalog/flavors/index.js';
import { checkSending } from '../../../src/ledger/check-sending.js';
import { sendings } from '../../../src/model/scenario.js';
import { toolErrorOf } from '../../fixtures/thrown-by.js';

it('refuses Vitess what needs variables inside of a SELECT, and says what to set', () => {
  const error = toolErrorOf(() => checkSending(flavors.vitess, 'pipelined'));
  expect(error.message).toContain('answers as vitess');
  expect(error.hint).toBe('Set client.sending to per-statement.');
  expect(() => checkSending(flavors.vitess, 'per-statement')).not.toThrow();
});

it('lets everybody else have every way', () => {
  for (const flavor of Object.values(flavors).filter(({ kind }) => kind !== 'vitess'))
    for (const sending of sendings) expect(() => checkSending(flavor, sending)).not.toThrow();
});
