/** Silence: connections stay open and nothing comes through, as when a switch or a host has lost its power. No reset tells anybody. */
import { z } from 'zod';
import { atEachNode, describeTargets, oneTarget, targetShape } from '../../kit/fault-targets.js';
import type { Direction } from '../../model/network.js';
import { LateBytes } from './words/late-bytes.js';
import { networkFault } from './words/network-fault.js';

const directions = ['both', 'to-server', 'to-client'] as const;
const settings = z
  .strictObject({
    ...targetShape,
    direction: z
      .enum(directions)
      .default('both')
      .describe('What is lost: both ways, or only what clients send, or only what the node answers.'),
  })
  .refine(oneTarget.check, oneTarget.message);

const words = { both: 'nothing', 'to-server': 'nothing that clients send', 'to-client': 'no answer' } as const;

export const blackHole = networkFault<z.output<typeof settings>>({
  kind: 'black-hole',
  summary:
    'Lets nothing through, without a word to either side; what was sent meanwhile arrives after the heal, as TCP repeats it.',
  label: 'network silent',
  settings,
  examples: atEachNode({}, { direction: 'to-server' }, { direction: 'to-client' }),
  takes: () => ['client traffic'],
  breaks: () => true,
  describe: ({ direction, ...target }) =>
    `lets ${words[direction]} through between clients and ${describeTargets(target)}, without resetting anything`,
  toxic: {
    infect({ direction }, _connection, site) {
      const held = new LateBytes({ nowMs: site.nowMs, after: () => () => undefined });
      const answers = new LateBytes({ nowMs: site.nowMs, after: () => () => undefined });
      const isLost = (way: Direction): boolean => direction === 'both' || direction === way;
      return {
        toServer(chunk, pass) {
          if (!isLost('to-server')) return pass(chunk);
          site.count();
          held.hold(chunk, Infinity, pass);
        },
        toClient(chunk, pass) {
          if (!isLost('to-client')) return pass(chunk);
          site.count();
          answers.hold(chunk, Infinity, pass);
        },
        heldBytes: (way) => asFull(way === 'to-server' ? held.heldBytes : answers.heldBytes),
        end() {
          held.end();
          answers.end();
        },
      };
    },
  },
});

/** One byte more than may be held: nothing further is read, and the sender fills its own buffers, as on a dead line. */
function asFull(bytes: number): number {
  return bytes > 0 ? Number.MAX_SAFE_INTEGER : 0;
}
