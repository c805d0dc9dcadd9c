/** `paystorm doctor`: what this machine can do for a rehearsal, and what to do about what it cannot. */
import { availableParallelism, freemem } from 'node:os';
import { statfs } from 'node:fs/promises';
import { version } from 'node:process';
import { orphanedLeases } from '../host/lease.js';
import { listClusters } from '../host/leftovers.js';
import { findGalera, findMariadb } from '../host/find-mariadb.js';
import { networkObstacle } from '../host/network/node-network.js';
import { runProgram } from '../host/run-program.js';
import { openStateDirectory } from '../host/state-directory.js';
import { formatBytes } from '../kit/format.js';
import { messageOf, ToolError } from '../kit/error.js';
import { exitCodes } from '../model/exit-code.js';
import { defineCommand } from './define-command.js';

interface Examined {
  readonly what: string;
  readonly isFine: boolean;
  readonly found: string;
  readonly remedy: string;
}

const memoryMin = 1.5 * 2 ** 30;
const diskMin = 2 * 2 ** 30;

export const doctorCommand = defineCommand<{ readonly json?: boolean | undefined }>({
  usage: 'doctor',
  summary:
    'Say what this machine can do for a rehearsal, and how to mend what it cannot; exit 100 when something is missing',
  examples: [['doctor', 'before the first run on a new machine']],
  options: (parser) => parser.option('json', { type: 'boolean', describe: 'Print as JSON' }),
  async run({ json }, { terminal }) {
    const examined = await examineMachine();
    if (json) terminal.out(`${JSON.stringify(examined, null, 2)}\n`);
    else for (const each of examined) terminal.out(lineOf(each));
    return examined.every((each) => each.isFine) ? exitCodes.pass : exitCodes.setupFailed;
  },
});

export async function examineMachine(): Promise<readonly Examined[]> {
  const state = await openStateDirectory();
  const disk = await statfs(state.root);
  const freeDisk = disk.bavail * disk.bsize;
  const { leases, unreadable } = await orphanedLeases();
  const faults = leases.length + unreadable.length;
  const leftovers = (await listClusters()).filter((each) => each.isLeftover).length;
  return [
    { what: 'Node.js', isFine: true, found: version, remedy: '' },
    await examine('MariaDB', async () => {
      const { server } = await findMariadb();
      return (await runProgram(server, ['--no-defaults', '--version'], { timeoutMs: 10_000 })).trim();
    }),
    await examine('Galera', findGalera),
    examineAmount('Memory', freemem(), memoryMin, 'Close something: three Galera nodes under load take about 700 MiB.'),
    examineAmount(
      'Disk',
      freeDisk,
      diskMin,
      `Free some space under ${state.root}, or name another place in PAYSTORM_STATE.`,
    ),
    { what: 'Networks between nodes', isFine: true, found: (await networkObstacle()) ?? 'can be cut', remedy: '' },
    { what: 'Cores', isFine: true, found: String(availableParallelism()), remedy: '' },
    {
      what: 'Broken by ended runs',
      isFine: faults === 0,
      found: `${faults} faults`,
      remedy: 'Run: paystorm heal',
    },
    {
      what: 'Left by ended runs',
      isFine: leftovers === 0,
      found: `${leftovers} clusters`,
      remedy: 'Read their ledgers back with paystorm verify, if wanted; then run: paystorm heal --stop',
    },
  ];
}

async function examine(what: string, find: () => Promise<string>): Promise<Examined> {
  try {
    return { what, isFine: true, found: await find(), remedy: '' };
  } catch (error) {
    return { what, isFine: false, found: messageOf(error), remedy: error instanceof ToolError ? error.hint : '' };
  }
}

function examineAmount(what: string, amount: number, enough: number, remedy: string): Examined {
  return { what, isFine: amount >= enough, found: `${formatBytes(amount)} free`, remedy };
}

function lineOf({ what, isFine, found, remedy }: Examined): string {
  const line = `${isFine ? '✔ fine   ' : '✘ missing'}  ${what}: ${found}\n`;
  return isFine ? line : `${line}             ${remedy}\n`;
}
