/** How a scenario names a node that paystorm starts: a name that is safe in paths and SQL, and the zone it stands in. */
import { z } from 'zod';

const namePattern = /^[a-z][a-z0-9-]{0,19}$/u;
const nameRule = 'a lower-case letter, then at most 19 letters, digits or dashes';

export const nodeSchema = z.strictObject({
  name: z.string().regex(namePattern, `A node's name is ${nameRule}.`).describe('Name of the node.'),
  zone: z.string().regex(namePattern, `A zone's name is ${nameRule}.`).describe('Data centre the node stands in.'),
});
