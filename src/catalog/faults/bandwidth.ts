/** A line that is too thin: bytes of each connection and direction go on at a fixed rate. */
import { z } from 'zod';
import { atEachNode, oneTarget, targetShape } from '../../kit/fault-targets.js';
import { DelayLine } from './words/delay-line.js';
import { networkFault } from './words/network-fault.js';
import { describeStreams, onStreams, streamShape } from './words/streams.js';

/** What a packet of Ethernet carries: bytes go on in pieces as on a real line. */
const pieceBytes = 1_460;

const settings = z
  .strictObject({
    ...targetShape,
    ...streamShape,
    kilobytes_per_second: z
      .number()
      .min(1)
      .max(1_000_000)
      .default(10)
      .describe('What each connection may carry in each direction.'),
  })
  .refine(oneTarget.check, oneTarget.message);

export const bandwidth = networkFault<z.output<typeof settings>>({
  kind: 'bandwidth',
  summary: 'Lets the bytes of each connection through at a fixed rate only.',
  label: 'network narrow',
  settings,
  examples: atEachNode({}, { kilobytes_per_second: 50 }),
  describe: ({ kilobytes_per_second: rate, ...streams }) =>
    `lets only ${rate} kB/s of each connection through ${describeStreams(streams)}`,
  toxic: onStreams(({ kilobytes_per_second: bytesPerMs }, site) => {
    let freeMs = 0;
    return new DelayLine(site, {
      pieceBytes,
      dueMs: (bytes) => (freeMs = Math.max(freeMs, site.nowMs()) + bytes / bytesPerMs),
    });
  }),
});
