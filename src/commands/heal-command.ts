/** `paystorm heal`: heals what ended runs left broken, and with --stop ends the servers they left running. */
import { createCatalog } from '../catalog/index.js';
import { readLeases } from '../host/lease.js';
import { listClusters } from '../host/leftovers.js';
import { counted } from '../kit/format.js';
import { exitCodes } from '../model/exit-code.js';
import { defineCommand } from './define-command.js';
import { healFirst, tidyUp } from './tidy-up.js';

interface HealArgs {
  readonly stop?: boolean | undefined;
}

export const healCommand = defineCommand<HealArgs>({
  examples: [
    ['heal', 'after a runner was killed in the middle of a fault'],
    ['heal --stop', 'and end the servers it left running'],
  ],
  options: (parser) =>
    parser.option('stop', { type: 'boolean', describe: 'Also end the servers that ended runs left running' }),
  async run({ stop }, context) {
    const catalog = createCatalog();
    const before = (await readLeases()).leases.length;
    await (stop === true ? tidyUp(catalog, context) : healFirst(catalog, context));
    const left = (await readLeases()).leases.filter((lease) => lease.healed === undefined).length;
    if (before === 0) context.terminal.out('Nothing is broken.\n');
    else if (left > 0) context.terminal.out(`${counted(left, 'fault')} of a run in progress left alone.\n`);
    const remaining = (await listClusters()).filter(({ isLeftover }) => isLeftover).length;
    if (remaining > 0)
      context.terminal.out(
        `${counted(remaining, 'cluster')} of ended runs still there; to end: paystorm heal --stop\n`,
      );
    return exitCodes.pass;
  },
});
