/** What a comparison must show at least, whatever the machine: half of what it shows on a quiet one. */
import { ratioOf } from './compare.mjs';

const limits = [
  { contender: 'paystorm pipelined', figure: 'clientMs', what: 'client CPU', max: 1.2 },
  { contender: 'paystorm pipelined', figure: 'perSecond', what: 'payments/s', min: 0.62 },
  { contender: 'paystorm batched', figure: 'clientMs', what: 'client CPU', max: 1.2 },
  { contender: 'paystorm batched', figure: 'perSecond', what: 'payments/s', min: 0.62 },
  { contender: 'paystorm per-statement', figure: 'clientMs', what: 'client CPU', max: 2.5 },
  { contender: 'paystorm per-statement', figure: 'perSecond', what: 'payments/s', min: 0.42 },
];

/** A sentence for each limit that is not kept. */
export function grossLosses(results) {
  return limits.flatMap(({ contender, figure, what, max = Infinity, min = 0 }) => {
    const ratio = ratioOf(results, figure, [contender, 'sysbench']);
    if (ratio <= max && ratio >= min) return [];
    const limit = max === Infinity ? `at least ${min}` : `at most ${max}`;
    return [`${contender}: ${what} ÷ sysbench is ${ratio.toFixed(2)}, and ${limit} is allowed.`];
  });
}
