/** A data centre is gone: every node of a zone at the same time, as nearly as one machine can do it. */
import { z } from 'zod';
import { resolveTargets } from '../../kit/fault-targets.js';
import type { FaultKind } from '../../model/fault.js';
import { losses, ways, waySchema, wayWords } from './words/losses.js';

const settings = z.strictObject({
  zone: z.string().describe('Every node of this zone is lost.'),
  by: waySchema,
});
type Settings = z.output<typeof settings>;

export const zoneOutage: FaultKind<Settings> = {
  kind: 'zone-outage',
  summary: 'Loses every node of a zone at once; the heal brings them back and waits until they have rejoined.',
  label: 'zone lost',
  requires: ['kill', 'pause', 'network'],
  needs: ({ by }) => losses[by].requires,
  takes: ({ by }) => losses[by].takes(),
  breaks: () => true,
  settings,
  describe: ({ zone, by }) => `loses every node of zone ${zone} at once ${wayWords[by]}, and brings them back to heal`,
  examples: (nodes) => [...new Set(nodes.map(({ zone }) => zone))].flatMap((zone) => ways.map((by) => ({ zone, by }))),
  mentions: ({ zone }) => ({ nodes: [], zones: [zone] }),
  resolve: ({ zone }, cluster) => ({ nodes: resolveTargets({ zone }, cluster) }),
  inject: (context) => losses[context.settings.by].inject(context),
  isSeenOnEach: true,
  isEffective: (context) => losses[context.settings.by].isEffective(context),
  heal: (context) => losses[context.settings.by].heal(context),
};
