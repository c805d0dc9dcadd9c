/** Group Replication's own statements: a member leaves its group, or another becomes the primary. */
import { z } from 'zod';
import { describeTargets, oneTarget } from '../../kit/fault-targets.js';
import { seenWhere } from './words/sight.js';
import type { Script } from './words/steps.js';
import { steppedFault, steppedShape } from './words/stepped-fault.js';

const settings = z
  .strictObject({
    ...steppedShape,
    action: z.enum(['leave', 'become-primary']).describe('The member leaves its group, or becomes its primary.'),
    back: z.string().optional().describe('The node that is primary again after the heal, to `become-primary`.'),
  })
  .refine(oneTarget.check, oneTarget.message)
  .refine(({ action, back }) => (action === 'become-primary') === (back !== undefined), {
    path: ['back'],
    message: 'To `become-primary`, and only then, name by `back` the node that is primary again after the heal.',
  });
type Settings = z.output<typeof settings>;

export const groupReplication = steppedFault<Settings>({
  kind: 'group-replication',
  summary:
    'Takes a member out of its group, or makes it the primary, by statements of Group Replication; the heal undoes it. Needs --allow-exec.',
  label: 'group member ordered',
  requires: ['administration'],
  settings,
  takes: ({ action }) => [action === 'leave' ? 'process/replication' : 'role'],
  describe: ({ action, back = '', ...aim }) =>
    action === 'leave'
      ? `has ${describeTargets(aim)} leave its group and join it again to heal`
      : `makes ${describeTargets(aim)} the primary of its group, and ${back} again to heal`,
  script({ action, back = '' }): Script {
    if (action === 'leave') {
      return {
        inject: [{ sql: 'STOP GROUP_REPLICATION' }],
        heal: [{ sql: 'START GROUP_REPLICATION' }],
        // One that recovers, or failed to, is not back.
        check: { step: { sql: ownRow('MEMBER_STATE') }, reads: ({ out }) => seenWhere(out !== 'ONLINE') },
      };
    }
    const becomePrimary = 'SELECT group_replication_set_as_primary(@@server_uuid)';
    return {
      inject: [{ sql: becomePrimary }],
      heal: [{ sql: becomePrimary, on: back }],
      check: { step: { sql: ownRow('MEMBER_ROLE') }, reads: ({ out }) => seenWhere(out === 'PRIMARY') },
    };
  },
});

/** What the group holds of the server that is asked. */
function ownRow(column: string): string {
  return `SELECT ${column} FROM performance_schema.replication_group_members WHERE MEMBER_ID = @@server_uuid`;
}
