/** A line that hands everything on in crumbs: whoever takes one read for one answer, or a first byte for a living server, is found out. */
import { counted } from '../../kit/format.js';
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
    piece_bytes: z.int().min(1).max(65_536).default(16).describe('How much arrives at a time, at most.'),
    pause: durationBetween({ min: 1, max: 60_000 }).prefault('5ms').describe('From one piece to the next.'),
  })
  .refine(oneTarget.check, oneTarget.message);

export const slicing = networkFault<z.output<typeof settings>>({
  kind: 'slicing',
  summary: 'Cuts what clients and nodes send into small pieces that arrive one after the other, with pauses.',
  label: 'network in pieces',
  settings,
  examples: atEachNode({}, { piece_bytes: 1, share: '25%' }),
  describe: ({ piece_bytes: bytes, pause, ...streams }) =>
    `cuts all that goes on into pieces of ${counted(bytes, 'byte')}, ${pause} ms apart, ${describeStreams(streams)}`,
  toxic: onStreams(({ piece_bytes: pieceBytes, pause }, site) => {
    let freeMs = 0;
    const dueMs = (): number => {
      const startMs = Math.max(freeMs, site.nowMs());
      freeMs = startMs + pause;
      return startMs;
    };
    return new DelayLine(site, { pieceBytes, dueMs });
  }),
});
