/** Connections end halfway: clients are told at once, the node only later, and until then it keeps their sessions and their locks. */
import { z } from 'zod';
import { describeTargets, oneTarget, targetShape } from '../../kit/fault-targets.js';
import { formatPercent } from '../../kit/format.js';
import { durationBetween } from '../../kit/literal-schema.js';
import { DelayLine } from './words/delay-line.js';
import { networkFault } from './words/network-fault.js';
import { connectionShare } from './words/streams.js';

const settings = z
  .strictObject({
    ...targetShape,
    share: connectionShare,
    delay: durationBetween({ min: 1, max: 600_000 })
      .prefault('5s')
      .describe('How much later the node hears that a client has gone; with the heal at the latest.'),
  })
  .refine(oneTarget.check, oneTarget.message);

export const slowClose = networkFault<z.output<typeof settings>>({
  kind: 'slow-close',
  summary: 'Ends connections on the side of the clients; the node hears of it later and keeps their locks until then.',
  label: 'connections half closed',
  settings,
  describe: ({ share, delay, ...target }) =>
    `ends ${formatPercent(share)} of the connections to ${describeTargets(target)} for the clients, and ${delay} ms later for the node`,
  toxic: {
    infect({ share, delay }, connection, site, isNew) {
      if (site.chance() >= share) return null;
      if (!isNew) {
        site.count();
        connection.close('to-client');
      }
      // What a client sends goes on at once; an end, which has no bytes, does not.
      return { toServer: new DelayLine(site, { dueMs: (bytes) => (bytes > 0 ? 0 : site.nowMs() + delay) }) };
    },
  },
});
