/** A server is told to end, by a service manager or an operator: it refuses new clients, finishes in order, and is killed only when it takes too long. */
import { z } from 'zod';
import { printDuration } from '../../kit/duration.js';
import {
  atEachNode,
  describeTargets,
  mentionsOf,
  oneTarget,
  resolveTargets,
  targetShape,
} from '../../kit/fault-targets.js';
import { durationBetween } from '../../kit/literal-schema.js';
import type { FaultKind } from '../../model/fault.js';
import { stopped } from './words/losses.js';

const settings = z
  .strictObject({
    ...targetShape,
    grace: durationBetween({ min: 1, max: 120_000 })
      .prefault('20s')
      .describe('How long it may take to end before it is killed, as service managers do.'),
  })
  .refine(oneTarget.check, oneTarget.message);
type Settings = z.output<typeof settings>;

/** A server that holds little has ended in order by then, on most machines. */
const endsWithinMs = 2_000;

const { requires, takes, isEffective, heal } = stopped();

export const nodeStop: FaultKind<Settings> = {
  kind: 'node-stop',
  summary:
    'Ends servers with SIGTERM, and with SIGKILL what has not ended in time; the heal starts them again and waits until they have rejoined.',
  label: 'node stopped',
  requires,
  takes,
  settings,
  describe: ({ grace, ...chosen }) =>
    `ends ${describeTargets(chosen)} with SIGTERM, after ${printDuration(grace)} with SIGKILL, and starts it again to heal`,
  examples: atEachNode(),
  mentions: mentionsOf,
  course: ({ grace }) => ({
    takesMs: Math.min(grace, endsWithinMs),
    reach: () => `it waits until the server has ended, and that may take ${printDuration(grace)}.`,
  }),
  injectTimeoutMs: ({ grace }) => grace,
  resolve: (chosen, cluster) => ({ nodes: resolveTargets(chosen, cluster) }),
  inject: (context) => stopped(context.settings.grace).inject(context),
  isEffective,
  heal,
};
