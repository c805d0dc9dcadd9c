/** The option that says where baselines are kept. */
import { baselinesFolder } from '../scenario/baselines/baseline-file.js';

export const baselinesOption = {
  type: 'string',
  requiresArg: true,
  default: baselinesFolder,
  describe: 'Folder of the baselines',
} as const;
