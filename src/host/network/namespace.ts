/**
 * Network namespaces: a network of its own for whoever is started in it. Root makes them as it is; an ordinary user within a user namespace, in which it may.
 * A namespace is held by a small process, its anchor, that ends when the cluster's directory is gone, whoever removed it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { getgid, getuid } from 'node:process';
import { ToolError } from '../../kit/error.js';
import type { Clock } from '../../model/clock.js';
import { findProgram } from '../find-program.js';
import {
  findProcesses,
  identifyProcess,
  signalProcess,
  stateOfProcess,
  type ProcessIdentity,
} from '../process-identity.js';
import { lastLines, runProgram } from '../run-program.js';
import { killProcess } from '../server-process.js';

/** What the namespaces are made and spoiled with; they stand where ordinary users do not always look. */
export type NetworkProgram = 'unshare' | 'nsenter' | 'ip' | 'nft';

export type Command = readonly [program: string, ...args: string[]];

const anchorName = 'paystorm-network';
/** $1: the cluster's directory. The first line tells that the namespace is there. */
const anchorScript = 'echo; exec > /dev/null 2>&1; while [ -d "$1" ]; do sleep 30; done';
const programTimeoutMs = 10_000;

/** Within the user namespace of `hub` where one is given, so that both can be joined by a link. */
export async function openNamespace(directory: string, hub: ProcessIdentity | null): Promise<ProcessIdentity> {
  const anchor: Command = ['/bin/sh', '-c', anchorScript, anchorName, directory];
  const [program, ...args] = hub === null ? await apart(anchor) : await within(hub, await besides(anchor));
  const child = spawn(program, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const isThere = once(child.stdout, 'data').then(() => true);
  const hasEnded = once(child, 'close').then(() => false);
  const isHeld = await Promise.race([isThere, hasEnded]);
  child.stdout.destroy();
  child.stderr.destroy();
  child.unref();
  const identity = isHeld ? await identifyProcess(child.pid as number) : null;
  if (identity !== null) return identity;
  throw new ToolError(
    'setupFailed',
    `No network namespace can be made: ${lastLines(complaint)}`,
    'Run: paystorm doctor',
  );
}

/** Ends every anchor of the cluster, also one that was never written down. The last process in a namespace takes it along. */
export async function closeNamespaces(directory: string, clock: Clock): Promise<void> {
  const anchors = await findProcesses((args) => args.includes(anchorName) && args.includes(directory));
  for (const anchor of anchors) {
    // Whatever it waits with belongs to its group.
    await signalProcess(anchor, 'SIGKILL', 'group');
    await killProcess(anchor, clock);
  }
}

/** The command, so that it becomes one in a new network, as root of it. */
export async function apart(command: Command): Promise<Command> {
  const owner = isRoot() ? [] : ['--user', '--map-root-user'];
  return [await find('unshare'), ...owner, '--net', '--', ...command];
}

/** The command, so that it becomes one in the anchor's network, as root of it. Nothing is forked: the process id stays. */
export async function within(anchor: ProcessIdentity, command: Command): Promise<Command> {
  if ((await stateOfProcess(anchor)) === 'down') throw new Error('The network of the servers is gone.');
  const owner = isRoot() ? [] : ['--user', '--preserve-credentials'];
  return [await find('nsenter'), '--target', String(anchor.pid), ...owner, '--net', '--', ...command];
}

/** The command, so that it becomes one in the anchor's network as whoever calls: a server that believes to be root cannot give rights up that it does not have. */
export async function withinAsCaller(anchor: ProcessIdentity, command: Command): Promise<Command> {
  if (isRoot()) return within(anchor, command);
  const caller = ['--user', `--map-user=${getuid?.()}`, `--map-group=${getgid?.()}`];
  return within(anchor, [await find('unshare'), ...caller, '--', ...command]);
}

/** Resolves to what the program says. */
export async function runWithin(
  anchor: ProcessIdentity,
  program: NetworkProgram,
  { args, input = '' }: { readonly args: readonly string[]; readonly input?: string },
): Promise<string> {
  const [command, ...rest] = await within(anchor, [await find(program), ...args]);
  return runProgram(command, rest, { input, timeoutMs: programTimeoutMs });
}

export async function find(program: NetworkProgram): Promise<string> {
  const found = await findProgram([program]);
  if (found !== null) return found;
  const line = 'sudo apt-get install -y --no-install-recommends nftables iproute2 util-linux';
  throw new ToolError('setupFailed', `The program ${program} is not installed on this machine.`, `Run: ${line}`);
}

async function besides(command: Command): Promise<Command> {
  return [await find('unshare'), '--net', '--', ...command];
}

function isRoot(): boolean {
  return getuid?.() === 0;
}
