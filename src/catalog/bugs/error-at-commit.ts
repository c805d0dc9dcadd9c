/** A COMMIT is answered with an error, whether or not it was carried out: what the client is told, and what it may conclude from it, are two things. */
import { z } from 'zod';
import type { BugKind, CommitAnswer } from '../../model/bug.js';
import { HarmedPayments, nodesOf } from './words/harmed-payments.js';
import { percentOf, share } from './words/settings.js';

const answers = {
  aborted: { errno: 1213, message: 'Deadlock found when trying to get lock; try restarting transaction' },
  unknown: { errno: 1180, message: 'Got error 5 "Input/output error" during COMMIT' },
  nothing: 'nothing',
} as const satisfies Record<string, CommitAnswer>;

const settings = z.strictObject({
  share,
  says: z
    .enum(['aborted', 'unknown', 'nothing'])
    .default('unknown')
    .describe('An error that proves an abort (1213), one that proves nothing (1180), or the connection is cut.'),
  applied: z.boolean().default(true).describe('Whether it is carried out all the same.'),
});

export const errorAtCommit: BugKind<z.output<typeof settings>> = {
  kind: 'error-at-commit',
  summary:
    'Answers COMMIT with an error, carried out or not. Only an abort that was carried out is a lie; the rest a client must bear.',
  settings,
  describe: ({ share: ratio, says, applied }) =>
    `answers ${percentOf(ratio)} of the COMMITs with ${words[says]}, and ${applied ? 'carries them out' : 'does not carry them out'}`,
  plant({ share: ratio, says, applied }, { isHit }) {
    const phantoms = new HarmedPayments('phantom');
    return {
      atCommit(plan) {
        const { payment } = plan;
        if (payment === null || !isHit(payment, ratio)) return plan;
        if (applied && says === 'aborted') phantoms.add(payment, nodesOf(plan));
        return { ...plan, effects: applied ? plan.effects : [], answer: answers[says] };
      },
      harm: () => phantoms.list(),
    };
  },
};

const words = {
  aborted: 'a proof of an abort',
  unknown: 'an error that proves nothing',
  nothing: 'the end of the connection',
} as const;
