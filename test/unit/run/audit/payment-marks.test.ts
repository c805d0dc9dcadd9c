/** Marks on payments, whether they are the run's own or not. */
import { expect, it } from 'vitest';
import { paymentIdOf } from '../../../../src/kit/payment-id.js';
import { PaymentMarks } from '../../../../src/run/audit/payment-marks.js';
import { planOf } from '../../../fixtures/plan.js';
import { headerOf } from '../../../fixtures/synthetic-run.js';

const header = headerOf(planOf());
const own = (number: number): number => paymentIdOf(header.runTag, number);
const others = [paymentIdOf(header.runTag + 1, 3), own(50), 12];

it('a mark is taken once, and only where it was made', () => {
  const marks = new PaymentMarks({ header, numbersEnd: 50 });
  for (const payment of [own(0), own(49), ...others]) marks.add('settled', payment);
  marks.add('voucher', own(49));
  for (const payment of [own(0), own(49), ...others]) {
    expect(marks.take('settled', payment)).toBe(true);
    expect(marks.take('settled', payment)).toBe(false);
  }
  expect(marks.take('settled', own(7))).toBe(false);
  expect(marks.take('voucher', own(49))).toBe(true);
});

it('what was not taken is left, foreign payments last', () => {
  const marks = new PaymentMarks({ header, numbersEnd: 50 });
  for (const payment of [own(9), own(4), ...others]) marks.add('voucher', payment);
  marks.add('settled', own(5));
  marks.take('voucher', own(9));
  expect([...marks.left('voucher')]).toEqual([own(4), ...others]);
});
