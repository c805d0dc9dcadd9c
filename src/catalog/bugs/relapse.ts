/** A server that has come back falls silent a second time: the first success was no recovery. */
import { z } from 'zod';
import { durationBetween } from '../../kit/literal-schema.js';
import type { BugKind } from '../../model/bug.js';

const longestMs = 120_000;
const settings = z.strictObject({
  after: durationBetween({ min: 1, max: longestMs }).describe('From its return to the second outage.'),
  for: durationBetween({ min: 1, max: longestMs }).describe('Length of the second outage.'),
});

export const relapse: BugKind<z.output<typeof settings>> = {
  kind: 'relapse',
  summary: 'Freezes a node a second time, some time after it has come back.',
  settings,
  describe: (chosen) => `freezes a node that has come back after ${chosen.after} ms for ${chosen.for} ms`,
  plant: (chosen, { isActive }) => ({
    atStart(plan) {
      if (!isActive(plan.atMs)) return plan;
      return { ...plan, relapses: [...plan.relapses, { afterMs: chosen.after, forMs: chosen.for }] };
    },
    harm: () => [],
  }),
};
