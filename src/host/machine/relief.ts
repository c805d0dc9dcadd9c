/** What ends a strain: a shell script, so that a timer of its own can do it when paystorm and whoever could heal are gone. */
import { spawn } from 'node:child_process';
import { findProcesses, identifyProcess, signalProcess } from '../process-identity.js';
import { asAccount, runProgram } from '../run-program.js';
import type { StrainKind } from '../../model/machine.js';
import type { ServerAccount } from '../server-user.js';

const timeoutMs = 10_000;
const shell = '/bin/sh';

export interface Relief {
  /** Its arguments are $1, $2 and so on. Harmless when there is nothing to end any more. */
  readonly script: string;
  readonly args: readonly string[];
  /** As whom it must run; null for the calling user. */
  readonly account: ServerAccount | null;
}

/** A script goes on only when the process with id $1 is still the one that started at the ticks $2. */
export const onlyForSameProcess = `
read -r line < "/proc/$1/stat" || exit 0
rest=\${line##*) }
ticks=$(set -- $rest; echo "\${20}")
[ "$ticks" = "$2" ] || exit 0
`;

/** By what the timer of a strain can be called off, from whichever process. */
export function timerOf(data: string, kind: StrainKind): string {
  return `${data}:${kind}`;
}

export async function applyRelief({ script, args, account }: Relief): Promise<void> {
  await runProgram(shell, ['-c', script, 'paystorm-relief', ...args], { timeoutMs, account });
}

export async function orderRelief({ script, args, account }: Relief, timer: string, afterMs: number): Promise<void> {
  const later = `seconds=$1; shift 2; sleep "$seconds"\n${script}`;
  const seconds = String(Math.ceil(afterMs / 1_000));
  const child = spawn(shell, ['-c', later, 'paystorm-relief', seconds, timer, ...args], {
    detached: true,
    stdio: 'ignore',
    ...asAccount(account),
  });
  const pid = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => resolve(child.pid as number));
  });
  child.unref();
  if ((await identifyProcess(pid)) === null) throw new Error(`The timer ${timer} did not start.`);
}

/** The shell leads a group of its own, so that what it waits with ends too. */
export async function cancelReliefs(timers: readonly string[]): Promise<void> {
  const meant = new Set(timers);
  const running = await findProcesses((args) => args[3] === 'paystorm-relief' && meant.has(args[5] ?? ''));
  await Promise.all(running.map((each) => signalProcess(each, 'SIGKILL', 'group')));
}
