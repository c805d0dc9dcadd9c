/** A planned change of the primary, as before maintenance: nothing may be lost by it, and what it costs customers is measured. */
import { z } from 'zod';
import { printDuration } from '../../kit/duration.js';
import { rolesOf } from '../../kit/capability-of.js';
import { durationBetween } from '../../kit/literal-schema.js';
import type { FaultKind } from '../../model/fault.js';
import { mentionsOfMove, moveShape, refusalOfMove, resolveMove, RoleMove } from './words/role-move.js';

const settings = z.strictObject({
  ...moveShape,
  timeout: durationBetween({ min: 1_000, max: 600_000 })
    .prefault('10s')
    .describe('When the replica does not have everything by then, the old primary goes on as it was.'),
});
type Settings = z.output<typeof settings>;

const moves = new RoleMove();

export const switchover: FaultKind<Settings> = {
  kind: 'switchover',
  summary:
    'Planned: the role of the primary goes to a replica in order: the old one refuses writes, the new one gets everything and takes over, the others follow. Without a heal it stays there.',
  label: 'planned: switchover',
  planned: 'reversible',
  requires: ['roles', 'replication'],
  takes: () => ['role'],
  isOnce: true,
  movesRole: ({ to, return: isReturned }) => ({ to, afterHeal: isReturned ? 'as before' : 'as moved' }),
  settings,
  describe: ({ to, timeout, return: isReturned }) =>
    `hands the role of the primary to ${to ?? 'the best replica'}, as planned, within ${printDuration(timeout)} or not at all${isReturned ? ', and back to heal' : ''}`,
  examples: () => [{}, { return: true }],
  mentions: mentionsOfMove,
  injectTimeoutMs: ({ timeout }) => timeout,
  resolve: resolveMove,
  refusal: refusalOfMove,
  inject: (context) =>
    moves.begin(context, (to) => rolesOf(context.cluster).handOver(to, { timeoutMs: context.settings.timeout })),
  isEffective: (context) => moves.isSeen(context, true),
  heal: (context) => moves.heal(context),
  conclude: (context) => moves.settle(context),
};
