/** Runs a program to its end without a shell and returns what it said; a failure quotes its last words. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { ToolError } from '../kit/error.js';

const keptBytes = 16_384;

export interface ProgramOptions {
  readonly input?: string;
  /** Read instead of `input`, which may be long. */
  readonly inputFile?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Directory to run in. */
  readonly cwd?: string;
  readonly timeoutMs: number;
}

export function runProgram(program: string, args: readonly string[], options: ProgramOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const file = options.inputFile === undefined ? null : openSync(options.inputFile, 'r');
    const child = spawn(program, args, {
      stdio: [file ?? 'pipe', 'pipe', 'pipe'],
      cwd: options.cwd,
      env: options.env,
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
    });
    if (file !== null) closeSync(file);
    let said = '';
    const keep = (chunk: Buffer): void => {
      said = (said + chunk.toString()).slice(-keptBytes);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
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
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input ?? '');
  });
}

export function lastLines(text: string): string {
  return text.trim().split('\n').slice(-6).join('\n');
}
