/** `paystorm doctor`: what this machine can do for a rehearsal, and what to do about what it cannot. */
import { availableParallelism, freemem } from 'node:os';
import { statfs } from 'node:fs/promises';
import { version } from 'node:process';
import { orphanedLeases } from '../host/lease.js';
import { listClusters } from '../host/leftovers.js';
import { findBrowser } from '../host/browser.js';
import { portsForServers } from '../host/free-port.js';
import { findGalera, findMariadb } from '../host/find-mariadb.js';
import { runProgram } from '../host/run-program.js';
import { openStateDirectory } from '../host/state-directory.js';
import { placeOnDiskHint, whyForgotten } from '../host/state-durability.js';
import { counted, formatBytes } from '../kit/format.js';
import { printJson } from '../kit/print-json.js';
import { messageOf, ToolError } from '../kit/error.js';
import { exitCodes } from '../model/exit-code.js';
import type { FaultKind } from '../model/fault.js';
import { createCatalog } from '../catalog/index.js';
import { defineCommand } from './define-command.js';
import { findImpossible } from './doctor/examine-faults.js';

/** `missing` and `left` make the exit code; what is `impossible` is refused before a run that needs it, and no other, and what is `unsafe` is told before a run that it endangers. */
type Condition = 'fine' | 'missing' | 'impossible' | 'unsafe' | 'left';

interface Examined {
  readonly what: string;
  readonly condition: Condition;
  readonly found: string;
  /** Empty where nothing is to be done. */
  readonly remedy: string;
}

const memoryMin = 1.5 * 2 ** 30;
const diskMin = 2 * 2 ** 30;

export const doctorCommand = defineCommand<{ readonly json?: boolean | undefined }>({
  examples: [['doctor', 'before the first run on a new machine']],
  options: (parser) => parser.option('json', { type: 'boolean', describe: 'Print as JSON' }),
  async run({ json }, { terminal }) {
    const examined = [...(await examineMachine()), ...(await examineFaults(createCatalog().faults.all))];
    if (json) terminal.out(printJson(examined));
    else for (const each of examined) terminal.out(lineOf(each));
    const isAble = examined.every(({ condition }) => condition !== 'missing' && condition !== 'left');
    return isAble ? exitCodes.pass : exitCodes.setupFailed;
  },
});

async function examineMachine(): Promise<readonly Examined[]> {
  const state = await openStateDirectory();
  const disk = await statfs(state.root);
  const freeDisk = disk.bavail * disk.bsize;
  const { leases, unreadable } = await orphanedLeases();
  const faults = leases.length + unreadable.length;
  const leftovers = (await listClusters()).filter((each) => each.isLeftover).length;
  return [
    fine('Node.js', version),
    await examine('MariaDB', async () => {
      const { server } = await findMariadb();
      return (await runProgram(server, ['--no-defaults', '--version'], { timeoutMs: 10_000 })).trim();
    }),
    await examine('Galera and rsync', findGalera),
    examineAmount('Memory', freemem(), memoryMin, 'Close something: three Galera nodes under load take about 700 MiB.'),
    examineAmount(
      'Disk',
      freeDisk,
      diskMin,
      `Free some space under ${state.root}, or name another place in PAYSTORM_STATE.`,
    ),
    fine('Cores', String(availableParallelism())),
    await examine('Ports for servers', async () => {
      const { first, last } = await portsForServers();
      return `${first} to ${last} (PAYSTORM_PORTS names others)`;
    }),
    await examineBrowser(),
    await examineState(state.root),
    {
      what: 'Broken by ended runs',
      condition: faults === 0 ? 'fine' : 'left',
      found: faults === 0 ? 'nothing' : counted(faults, 'fault'),
      remedy: 'Run: paystorm heal',
    },
    {
      what: 'Left by ended runs',
      condition: leftovers === 0 ? 'fine' : 'left',
      found: leftovers === 0 ? 'nothing' : `the servers of ${counted(leftovers, 'cluster')}`,
      remedy: 'Read their ledgers back with paystorm verify, if wanted; then run: paystorm heal --stop',
    },
  ];
}

async function examine(what: string, find: () => Promise<string>): Promise<Examined> {
  try {
    return fine(what, await find());
  } catch (error) {
    return {
      what,
      condition: 'missing',
      found: messageOf(error),
      remedy: error instanceof ToolError ? error.hint : '',
    };
  }
}

function examineAmount(what: string, amount: number, enough: number, remedy: string): Examined {
  return { what, condition: amount >= enough ? 'fine' : 'missing', found: `${formatBytes(amount)} free`, remedy };
}

function fine(what: string, found: string): Examined {
  return { what, condition: 'fine', found, remedy: '' };
}

/** Only PDFs need one. */
async function examineBrowser(): Promise<Examined> {
  const { condition, ...rest } = await examine('Browser for --pdf', findBrowser);
  return { ...rest, condition: condition === 'missing' ? 'impossible' : condition };
}

/** For servers of paystorm's own any place is good: they end with the machine. */
async function examineState(root: string): Promise<Examined> {
  const what = 'State directory';
  const why = await whyForgotten(root);
  if (why === null) return fine(what, `${root} (PAYSTORM_STATE names another)`);
  return {
    what,
    condition: 'unsafe',
    found: `${root}, where what was done to servers that others run may be forgotten when this machine loses its power: ${why}`,
    remedy: `Before you break such servers, ${placeOnDiskHint}`,
  };
}

async function examineFaults(kinds: readonly FaultKind[]): Promise<readonly Examined[]> {
  const impossible = await findImpossible(kinds);
  if (impossible.length === 0) return [fine('Faults', 'this machine and this user can do every kind')];
  return impossible.map(({ kinds: names, reason, alternative }) => ({
    what: `${names.length === 1 ? 'Fault' : 'Faults'} ${names.join(', ')}`,
    condition: 'impossible',
    found: reason,
    remedy: alternative,
  }));
}

const marks: Readonly<Record<Condition, string>> = {
  fine: '✔ fine',
  missing: '✘ missing',
  impossible: '! cannot',
  unsafe: '! unsafe',
  left: '✘ left',
};
const markWidth = 11;

function lineOf({ what, condition, found, remedy }: Examined): string {
  const line = `${marks[condition].padEnd(markWidth)}${what}: ${found}\n`;
  return remedy === '' || condition === 'fine' ? line : `${line}${' '.repeat(markWidth + 2)}${remedy}\n`;
}
