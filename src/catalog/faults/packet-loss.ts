/** A bad line between data centres: some of the packets between nodes are lost, and TCP sends them again, later and later. */
import { z } from 'zod';
import { brokenFromShare } from '../../kit/blast-radius.js';
import { atEachNode, describeTargets, mentionsOf, oneTarget, targetShape } from '../../kit/fault-targets.js';
import { shareSchema } from '../../kit/literal-schema.js';
import type { FaultKind } from '../../model/fault.js';
import { chosenOf, linkFault } from './words/link-fault.js';
import { around } from './words/links.js';

const settings = z
  .strictObject({
    ...targetShape,
    share: shareSchema
      .refine((share) => share > 0, 'A share above 0% is lost.')
      .prefault('20%')
      .describe('Share of the packets that are lost, each way.'),
  })
  .refine(oneTarget.check, oneTarget.message);
type Settings = z.output<typeof settings>;

export const packetLoss: FaultKind<Settings> = linkFault<Settings>({
  kind: 'packet-loss',
  summary: 'Loses a share of the packets between nodes and all others, at random; clients reach every node as before.',
  label: 'packets lost',
  settings,
  examples: atEachNode({}, { share: '60%' }),
  describe: ({ share, ...chosen }) =>
    `loses ${Math.round(share * 10_000) / 100}% of the packets between ${describeTargets(chosen)} and the other nodes, both ways`,
  mentions: mentionsOf,
  breaks: ({ share }) => share >= brokenFromShare,
  share: ({ share }) => share,
  aimOf: chosenOf,
  linksOfAim: (_chosen, aim, all) => around(aim, all),
});
