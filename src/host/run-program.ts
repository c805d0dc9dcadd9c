/** Runs a program to its end without a shell and returns what it said; a failure quotes its last words. */
import { spawn } from 'node:child_process';
import { ToolError } from '../kit/error.js';
import type { ServerAccount } from './server-user.js';

const keptBytes = 16_384;

export interface ProgramOptions {
  readonly input?: string;
  /** Directory to run in. */
  readonly cwd?: string;
  readonly timeoutMs: number;
  /** As whom to run it; the calling user when left out. */
  readonly account?: ServerAccount | null;
}

export function runProgram(program: string, args: readonly string[], options: ProgramOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      cwd: options.cwd,
      ...asAccount(options.account ?? null),
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
    });
    let said = '';
    const keep = (chunk: Buffer): void => {
      said = (said + chunk.toString()).slice(-keptBytes);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolve(said);
      reject(
        new ToolError(
          'setupFailed',
          `${program} ended with ${code ?? 'a signal'}: ${lastLines(said)}`,
          'See the lines above.',
        ),
      );
    });
    // A program that ends without reading its input closes the pipe; its exit code tells why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });
}

/** What `spawn` has to know to run a program as this account. */
export function asAccount(account: ServerAccount | null): { readonly uid?: number; readonly gid?: number } {
  return account === null ? {} : { uid: account.uid, gid: account.gid };
}

export function lastLines(text: string): string {
  return text.trim().split('\n').slice(-6).join('\n');
}
