/** Connections are cut by a reset, as by a firewall that has lost its table; whoever connects again is let through, or cut again after a while. */
import { z } from 'zod';
import { atEachNode, describeTargets, oneTarget, targetShape } from '../../kit/fault-targets.js';
import { formatPercent } from '../../kit/format.js';
import { durationBetween } from '../../kit/literal-schema.js';
import { networkFault } from './words/network-fault.js';
import { connectionShare } from './words/streams.js';

const settings = z
  .strictObject({
    ...targetShape,
    share: connectionShare,
    after: durationBetween({ max: 3_600_000 })
      .prefault('0ms')
      .describe('How long a connection that is opened meanwhile lives; 0 leaves new ones alone.'),
  })
  .refine(oneTarget.check, oneTarget.message);

export const connectionReset = networkFault<z.output<typeof settings>>({
  kind: 'connection-reset',
  summary: 'Cuts open connections by a reset, and new ones again and again where a time is given.',
  label: 'connections reset',
  settings,
  examples: atEachNode({}, { share: '50%' }, { after: '500ms' }),
  describe: ({ share: part, after, ...target }) =>
    `resets ${formatPercent(part)} of the connections to ${describeTargets(target)}${after === 0 ? '' : `, and new ones after ${after} ms`}`,
  toxic: {
    infect({ share: part, after }, connection, site, isNew) {
      if (site.chance() >= part || (isNew && after === 0)) return null;
      const cut = (): void => {
        site.count();
        connection.reset();
      };
      if (!isNew) {
        cut();
        return null;
      }
      return { cure: site.after(after, cut) };
    },
  },
});
