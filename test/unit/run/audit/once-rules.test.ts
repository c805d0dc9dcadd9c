import { expect, it } from 'vitest';
import * as operations from '../../../../src/catalog/operations/index.js';
import { linksOf, onceRules } from '../../../../src/run/audit/once-rules.js';

const { transfer, topUp, topUpCallback, voucher } = operations;

it('transfers of banks are looked for only where something repeats them: ledgers of older versions have no such table', () => {
  expect(linksOf([transfer, topUp])).toEqual([]);
  expect(linksOf([topUp, voucher])).toEqual(['voucher']);
  expect(linksOf([topUp, topUpCallback, voucher])).toEqual(['bank-transfer', 'voucher']);
});

it('each rule names its rows by what may be had once', () => {
  expect(onceRules.map(({ table, nameOf }) => [table, nameOf([7, 9])])).toEqual([
    ['voucher', 'voucher of campaign 7 for customer 9'],
    ['bank_transfer', "credit of the bank's transfer 7"],
  ]);
});
