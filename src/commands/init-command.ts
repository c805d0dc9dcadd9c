/** `paystorm init`: writes a commented first scenario, and never over an existing file. */
import { writeFile } from 'node:fs/promises';
import { messageOf, ToolError } from '../kit/error.js';
import { exitCodes } from '../model/exit-code.js';
import { defineCommand } from './define-command.js';

interface InitArgs {
  readonly file: string;
}

export const initCommand = defineCommand<InitArgs>({
  examples: [['init my-peak.yaml', 'then: paystorm plan my-peak.yaml']],
  options: (parser) =>
    parser.positional('file', { type: 'string', default: 'my-first-rehearsal.yaml', describe: 'Where to write it' }),
  async run({ file }, { terminal }) {
    try {
      await writeFile(file, firstScenario, { flag: 'wx' });
    } catch (cause) {
      const doesExist = (cause as NodeJS.ErrnoException).code === 'EEXIST';
      const message = doesExist
        ? `The file ${file} exists already.`
        : `The file ${file} could not be written: ${messageOf(cause)}.`;
      throw new ToolError('setupFailed', message, 'Choose a name that is free, in a folder of your own.', { cause });
    }
    terminal.out(
      `Wrote ${file}. Next:\n  paystorm plan ${file}   says what would happen\n  paystorm run ${file}    does it\n`,
    );
    return exitCodes.pass;
  },
});

const firstScenario = `# A first rehearsal: steady payments on a three-node Galera cluster that paystorm starts itself,
# one node killed in the middle and brought back. Every payment is reconciled afterwards.
# Every key is explained in scenarios/README.md; \`paystorm schema\` prints the schema for your editor.
name: my-first-rehearsal
description: Steady payments; one node dies and comes back.
seed: 1

target:
  topology: galera            # or single, primary-replica, external
  timeouts: fast              # how soon Galera gives up on a silent node: default, fast, faster

ledger:
  accounts: 10k               # wallets
  opening_balance: 1_000_000  # minor units on each

client:
  connections: 24
  deadline: 1s                # a later answer is no good answer
  retry: idempotent 5         # again with the same payment id

traffic:
  mix: { transfer: 50, qr-payment: 25, top-up: 10, balance: 15 }
  phases:
    - { name: warmup, for: 5s, rate: 100/s, warmup: true }
    - { name: steady, for: 40s, rate: 150/s }

faults:
  - { name: lose-a-node, fault: node-kill, node: node-b, at: steady + 10s, heal: 15s }

gates:
  - recovery_time < 8s after lose-a-node
  - lost_payments == 0
  - duplicate_payments == 0
  - balance_drift == 0
`;
