/** Settings that topologies share whose servers paystorm starts itself. */
import { z } from 'zod';
import { galeraTimeouts } from './galera/galera-options.js';
import { replicationModes } from './replication/replication-options.js';

const namePattern = /^[a-z][a-z0-9-]{0,19}$/u;
const nameRule = 'a lower-case letter, then at most 19 letters, digits or dashes';

/** A name that is safe in paths and SQL, and the zone it stands in. */
export const nodeSchema = z.strictObject({
  name: z.string().regex(namePattern, `A node's name is ${nameRule}.`).describe('Name of the node.'),
  zone: z.string().regex(namePattern, `A zone's name is ${nameRule}.`).describe('Data centre the node stands in.'),
});

export const replicationMode = z
  .enum(replicationModes)
  .default('asynchronous')
  .describe(
    'Whether a commit is answered before (asynchronous) or after (semi-synchronous) a replica has received it.',
  );

export const timeoutsOfGalera = z
  .enum(galeraTimeouts)
  .default('default')
  .describe(
    'How soon a silent node is given up: default (5 s), fast (1 s), faster (0.5 s). The last two also agree sooner who is a member, so that a node that comes back holds up the others for less long.',
  );
