/** A Galera cluster of MariaDB servers on loopback: every node takes writes, the survivors of a loss go on by themselves. */
import { z } from 'zod';
import { GaleraCluster } from '../../host/galera/galera-cluster.js';
import { galeraServers } from '../../host/galera/galera-options.js';
import { nodeSchema, timeoutsOfGalera } from '../../host/server-settings.js';
import { createFleet, orDestroyed } from '../../host/create-fleet.js';
import { ServerFleet } from '../../host/server-fleet.js';
import { durationBetween } from '../../kit/literal-schema.js';
import type { TopologyKind } from '../../model/topology.js';

const memberSchema = nodeSchema.extend({
  joins: z
    .enum(['at-start', 'later'])
    .optional()
    .describe('Whether it belongs to the cluster from the start, which is the default, or not before a `node-add`.'),
});

const settingsSchema = z.strictObject({
  nodes: z
    .array(memberSchema)
    .min(2)
    .max(7)
    .refine((nodes) => nodes.filter(isThereAtStart).length >= 2, 'At least two nodes have to be there at the start.')
    .default([
      { name: 'node-a', zone: 'a' },
      { name: 'node-b', zone: 'b' },
      { name: 'node-c', zone: 'c' },
    ])
    .describe('Names and zones of the nodes; three of them survive the loss of one.'),
  timeouts: timeoutsOfGalera,
  suspect_timeout: durationBetween({ min: 500, max: 60_000 })
    .optional()
    .describe('A suspect timeout of your own instead of the one that `timeouts` stands for.'),
});
type Settings = z.output<typeof settingsSchema>;

export const galera: TopologyKind<Settings> = {
  kind: 'galera',
  summary: 'A Galera cluster of MariaDB servers that paystorm starts itself; every node takes writes.',
  settings: settingsSchema,
  capabilities: [
    'kill',
    'pause',
    'restart',
    'administration',
    'membership',
    'partition',
    'machine',
    'own-disk',
    'own-clock',
    'backup',
  ],
  nodes: (settings) => settings.nodes.map(({ name, zone }) => ({ name, zone })),
  absentAtStart: absentOf,
  // More than half must stay together to go on.
  toleratedLosses: (_settings, members) => Math.floor((members - 1) / 2),
  describe: ({ nodes, timeouts, suspect_timeout: suspectMs }) => {
    const names = nodes
      .map((node) => `${node.name} in zone ${node.zone}${isThereAtStart(node) ? '' : ', which joins later'}`)
      .join(', ');
    return `a Galera cluster of ${nodes.filter(isThereAtStart).length} MariaDB servers on this machine (${names}), ${timeouts} timeouts${suspectMs === undefined ? '' : `, suspected after ${suspectMs} ms`}`;
  },
  async start(settings, options) {
    const servers = await galeraServers({ ...settings, suspectTimeoutMs: settings.suspect_timeout }, options);
    const absent = absentOf(settings);
    const fleet = await createFleet({ topology: 'galera', settings, servers, absent, ...options });
    const cluster = new GaleraCluster(fleet, settings.timeouts, options.clock);
    await orDestroyed(fleet, () => cluster.bootstrap(options));
    return cluster;
  },
  async attach(directory, { clock }) {
    const fleet = await ServerFleet.attach(directory, clock);
    return new GaleraCluster(fleet, (fleet.file.settings as Settings).timeouts, clock);
  },
};

function absentOf({ nodes }: Settings): readonly string[] {
  return nodes.filter((node) => !isThereAtStart(node)).map((node) => node.name);
}

function isThereAtStart({ joins }: z.output<typeof memberSchema>): boolean {
  return joins !== 'later';
}
