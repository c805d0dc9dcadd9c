/** No fault: a control run, or a profile that takes a scenario's fault away. */
import { z } from 'zod';
import type { FaultKind } from '../../model/fault.js';

const settings = z.strictObject({});

export const none: FaultKind<z.output<typeof settings>> = {
  kind: 'none',
  summary: 'Breaks nothing: for control runs.',
  label: 'no fault',
  requires: [],
  settings,
  describe: () => 'breaks nothing',
  mentions: () => ({ nodes: [], zones: [] }),
  resolve: () => ({ nodes: [] }),
  inject: async () => undefined,
  isEffective: async () => true,
  heal: async () => undefined,
};
