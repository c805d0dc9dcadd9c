/** A server that was started again stays away for longer than it should. */
import { z } from 'zod';
import { durationBetween } from '../../kit/literal-schema.js';
import type { BugKind } from '../../model/bug.js';

const settings = z.strictObject({
  by: durationBetween({ min: 1, max: 120_000 }).describe('How long it refuses connections after it was started.'),
});

export const recoverLate: BugKind<z.output<typeof settings>> = {
  kind: 'recover-late',
  summary: 'Keeps a node away for some time after it was started again.',
  settings,
  describe: (chosen) => `keeps a node that was started again away for another ${chosen.by} ms`,
  plant: (chosen, { isActive }) => ({
    atStart: (plan) => (isActive(plan.atMs) ? { ...plan, lateMs: plan.lateMs + chosen.by } : plan),
    harm: () => [],
  }),
};
