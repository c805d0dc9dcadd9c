/** A share of the customers of one zone is served by another zone's nodes, as when a load balancer moves traffic from a data centre to the cloud, and back. */
import { z } from 'zod';
import { trafficOf } from '../../kit/capability-of.js';
import { printDuration } from '../../kit/duration.js';
import { durationBetween, shareSchema } from '../../kit/literal-schema.js';
import { membersOf } from '../../kit/members-of.js';
import type { FaultKind } from '../../model/fault.js';
import type { Cluster } from '../../model/topology.js';

/** Between two steps of a move that takes its time. */
const stepMs = 500;

const settings = z
  .strictObject({
    from: z.string().describe('Zone whose customers are moved.'),
    to: z.string().describe('Zone whose nodes serve them then.'),
    share: shareSchema.prefault('100%').describe('Of the payments from that zone.'),
    over: durationBetween({ max: 3_600_000 })
      .prefault('0ms')
      .describe('How long the move takes, in even steps; at once when left out.'),
  })
  .refine(({ from, to }) => from !== to, 'Traffic moves from one zone to another one.')
  .refine(({ share }) => share > 0, {
    path: ['share'],
    message: 'A share of nothing moves nobody.',
    params: { expected: 'more than 0%', remedy: 'Write a share, or leave it out for all.' },
  });
type Settings = z.output<typeof settings>;

export const shiftTraffic: FaultKind<Settings> = {
  kind: 'shift-traffic',
  summary:
    "Planned: a share of one zone's payments is served by another zone's nodes, in steps. A heal moves it back; without one it stays.",
  label: 'planned: traffic shifted',
  planned: 'reversible',
  requires: ['traffic'],
  settings,
  describe: ({ from, to, share, over }) =>
    `lets zone ${to} serve ${percentOf(share)} of the payments of zone ${from}${over === 0 ? '' : `, over ${printDuration(over)}`}, as planned`,
  course: ({ share, over }) => ({
    takesMs: over,
    reach: (healAfterMs) => `it comes to ${percentOf((share * healAfterMs) / Math.max(1, over))} at most.`,
  }),
  mentions: ({ from, to }) => ({ nodes: [], zones: [from, to] }),
  resolve: ({ to }, cluster) => ({ nodes: writableIn(to, cluster) }),
  refusal: ({ nodes }) => (nodes.length === 0 ? 'no node of the zone that traffic would move to takes writes' : null),
  async inject({ settings: { from, to, share, over }, cluster, clock, signal }) {
    const steps = Math.max(1, Math.ceil(over / stepMs));
    for (let step = 1; step <= steps; step += 1) {
      trafficOf(cluster).shift(idOf(from, to), { from, to, share: (share * step) / steps });
      if (step < steps) await clock.sleep(over / steps, { signal });
    }
  },
  /** What the load threads are told; that they follow is shown by the shares that the nodes have served. */
  isEffective: ({ settings: { from, to, share }, cluster }) =>
    Promise.resolve(cluster.traffic?.shifted(idOf(from, to)) === share && writableIn(to, cluster).length > 0),
  heal({ settings: { from, to }, cluster }) {
    // With a runner that died its clients have ended.
    cluster.traffic?.end(idOf(from, to));
    return Promise.resolve();
  },
  /** What has been moved stays. */
  conclude: () => Promise.resolve(),
};

function idOf(from: string, to: string): string {
  return `${from} to ${to}`;
}

function writableIn(zone: string, cluster: Cluster): readonly string[] {
  const members = membersOf(cluster);
  const { writable } = cluster.route();
  return cluster.nodes
    .filter((node) => node.zone === zone && members.includes(node.name) && writable.includes(node.name))
    .map((node) => node.name);
}

function percentOf(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
