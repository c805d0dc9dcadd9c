/** A network that takes longer: every byte comes later, and stays in order. */
import { z } from 'zod';
import { atEachNode, describeTargets, oneTarget, targetShape } from '../../kit/fault-targets.js';
import { durationBetween } from '../../kit/literal-schema.js';
import { LateBytes } from './words/late-bytes.js';
import { networkFault } from './words/network-fault.js';

const settings = z
  .strictObject({
    ...targetShape,
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
  examples: atEachNode({}, { delay: '50ms', jitter: '50ms' }, { delay: '400ms', jitter: '200ms' }),
  describe: ({ delay, jitter, ...target }) =>
    `delays all bytes to and from ${describeTargets(target)} by ${delay}${jitter === 0 ? '' : ` ± ${jitter}`} ms`,
  toxic: {
    infect({ delay, jitter }, _connection, site) {
      const ways = { 'to-server': new LateBytes(site), 'to-client': new LateBytes(site) };
      const dueMs = (): number => {
        site.count();
        return site.nowMs() + Math.max(0, delay + jitter * (2 * site.chance() - 1));
      };
      return {
        toServer: (chunk, pass) => ways['to-server'].hold(chunk, dueMs(), pass),
        toClient: (chunk, pass) => ways['to-client'].hold(chunk, dueMs(), pass),
        heldBytes: (direction) => ways[direction].heldBytes,
        end() {
          ways['to-server'].end();
          ways['to-client'].end();
        },
      };
    },
  },
});
