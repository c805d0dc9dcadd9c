/** A node takes payments and cannot be read back: nothing may be concluded from it, neither good nor bad. */
import { z } from 'zod';
import type { BugKind } from '../../model/bug.js';

const settings = z.strictObject({
  node: z.string().optional().describe('Name of the node; every node when left out.'),
});

export const unreadableNode: BugKind<z.output<typeof settings>> = {
  kind: 'unreadable-node',
  summary: 'Answers consistent reads of whole tables with an error, on one node or on all.',
  settings,
  describe: ({ node }) => `lets nobody read the tables of ${node ?? 'any node'} back`,
  mentions: ({ node }) => (node === undefined ? [] : [node]),
  plant: ({ node }, { isActive }) => ({
    refusesSnapshots: (name, atMs) => (node === undefined || name === node) && isActive(atMs),
    harm: () => [],
  }),
};
