/** A network that takes longer: everything comes later, and stays in order. */
import { z } from 'zod';
import { atEachNode, oneTarget, targetShape } from '../../kit/fault-targets.js';
import { durationBetween } from '../../kit/literal-schema.js';
import { DelayLine } from './words/delay-line.js';
import { networkFault } from './words/network-fault.js';
import { describeStreams, onStreams, streamShape } from './words/streams.js';

const settings = z
  .strictObject({
    ...targetShape,
    ...streamShape,
    delay: durationBetween({ min: 1, max: 60_000 })
      .prefault('100ms')
      .describe('How much later bytes come, in each direction.'),
    jitter: durationBetween({ max: 60_000 }).prefault('0ms').describe('By how much more or less, uniformly.'),
  })
  .refine(oneTarget.check, oneTarget.message);

export const latency = networkFault<z.output<typeof settings>>({
  kind: 'latency',
  summary: 'Delays what clients and nodes send to each other.',
  label: 'network slow',
  settings,
  examples: atEachNode({}, { delay: '50ms', jitter: '50ms' }, { delay: '400ms', jitter: '200ms', share: '50%' }),
  describe: ({ delay, jitter, ...streams }) =>
    `delays all bytes by ${delay}${jitter === 0 ? '' : ` ± ${jitter}`} ms ${describeStreams(streams)}`,
  toxic: onStreams(
    ({ delay, jitter }, site) =>
      new DelayLine(site, {
        dueMs: () => site.nowMs() + Math.max(0, delay + jitter * (2 * site.chance() - 1)),
      }),
  ),
});
