/** Silence: connections stay open and nothing comes through, as when a switch or a host has lost its power. Not even an end or a reset tells anybody. */
import { z } from 'zod';
import { brokenFromShare } from '../../kit/blast-radius.js';
import { atEachNode, oneTarget, targetShape } from '../../kit/fault-targets.js';
import { DelayLine } from './words/delay-line.js';
import { networkFault } from './words/network-fault.js';
import { describeStreams, onStreams, streamShape } from './words/streams.js';

const settings = z.strictObject({ ...targetShape, ...streamShape }).refine(oneTarget.check, oneTarget.message);
type Settings = z.output<typeof settings>;

const silence = onStreams<Settings>((_settings, site) => new DelayLine(site, { dueMs: () => Infinity }));

export const blackHole = networkFault<Settings>({
  kind: 'black-hole',
  summary:
    'Lets nothing through, without a word to either side: sessions whose clients have left stay, and keep their locks. What was sent meanwhile arrives after the heal, as TCP repeats it.',
  label: 'network silent',
  settings,
  examples: atEachNode({}, { direction: 'to-server' }, { direction: 'to-client' }, { share: '50%' }),
  takes: () => ['client traffic'],
  breaks: ({ share }) => share >= brokenFromShare,
  describe: (streams) => `lets nothing through ${describeStreams(streams)}, without a word to either side`,
  toxic: {
    infect(chosen, connection, site, isNew) {
      // It takes both ways to open a connection: with one of them silent, the node never takes it in.
      const infection = silence.infect(isNew ? { ...chosen, direction: 'both' } : chosen, connection, site, isNew);
      if (infection === null || !isNew) return infection;
      site.count();
      return { ...infection, isKeptOut: true };
    },
  },
});
