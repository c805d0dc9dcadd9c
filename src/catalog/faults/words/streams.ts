/** What the faults on the bytes of connections have in common: which part of the connections they spoil, and which way. */
import { z } from 'zod';
import { describeTargets, type TargetSettings } from '../../../kit/fault-targets.js';
import { formatPercent } from '../../../kit/format.js';
import { shareSchema } from '../../../kit/literal-schema.js';
import type { Direction, Filter, Infection, Toxic, ToxicSite } from '../../../model/network.js';

export const connectionShare = shareSchema.prefault('100%').describe('Of the connections, chosen by the seed.');

/** Spread into the settings of such a fault. */
export const streamShape = {
  share: connectionShare,
  direction: z
    .enum(['both', 'to-server', 'to-client'])
    .default('both')
    .describe('What is spoiled: both ways, or only what clients send, or only what the node sends.'),
};

export interface StreamSettings extends TargetSettings {
  readonly share: number;
  readonly direction: 'both' | Direction;
}

/** A filter of its own for each spoiled way of each chosen connection. */
export function onStreams<Settings extends StreamSettings>(
  filterOf: (settings: Settings, site: ToxicSite) => Filter,
): Toxic<Settings> {
  return {
    infect(settings, _connection, site): Infection | null {
      const { share, direction } = settings;
      if (site.chance() >= share) return null;
      return {
        ...(direction === 'to-client' ? {} : { toServer: filterOf(settings, site) }),
        ...(direction === 'to-server' ? {} : { toClient: filterOf(settings, site) }),
      };
    },
  };
}

/** "between clients and node jkt-b, on 30 % of the connections" */
export function describeStreams({ share, direction, ...target }: StreamSettings): string {
  const nodes = describeTargets(target);
  const ways = {
    both: `between clients and ${nodes}`,
    'to-server': `from clients to ${nodes}`,
    'to-client': `from ${nodes} to clients`,
  };
  return `${ways[direction]}${share === 1 ? '' : `, on ${formatPercent(share)} of the connections`}`;
}
