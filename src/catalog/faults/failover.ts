/**
 * A change of the primary by force while it lives: what an operator does by mistake, or a controller on a false alarm. Without a fence, two
 * servers take payments. Chance does not choose it: also with a fence it may lose what only another replica has received.
 */
import { z } from 'zod';
import { rolesOf } from '../../kit/capability-of.js';
import type { FaultKind } from '../../model/fault.js';
import { mentionsOfMove, moveShape, refusalOfMove, resolveMove, RoleMove } from './words/role-move.js';

const settings = z.strictObject({
  ...moveShape,
  fence: z
    .boolean()
    .default(true)
    .describe(
      'Whether the old primary is made read-only and its connections are ended before. Else both take writes until the heal: a split brain.',
    ),
});
type Settings = z.output<typeof settings>;

const moves = new RoleMove();

export const failover: FaultKind<Settings> = {
  kind: 'failover',
  summary:
    'Makes a replica the primary although the old one lives, with what it has received by then; the heal lets the old one follow, or stand aside with what only it holds.',
  label: 'forced failover',
  requires: ['roles', 'replication'],
  takes: () => ['role'],
  isOnce: true,
  // Only an old primary that holds nothing of its own has its role back.
  movesRole: ({ to, return: isReturned }) => ({ to, afterHeal: isReturned ? 'unknown' : 'as moved' }),
  settings,
  describe: ({ to, fence, return: isReturned }) =>
    `makes ${to ?? 'the best replica'} the primary by force, ${fence ? 'the old one fenced' : 'the old one left taking writes'}, and lets that follow${isReturned ? ' and have its role back' : ''} to heal`,
  mentions: mentionsOfMove,
  resolve: resolveMove,
  refusal: refusalOfMove,
  inject: (context) =>
    moves.begin(context, (to) => rolesOf(context.cluster).takeOver(to, { isFenced: context.settings.fence })),
  isEffective: (context) => moves.isSeen(context, context.settings.fence),
  heal: (context) => moves.heal(context),
};
