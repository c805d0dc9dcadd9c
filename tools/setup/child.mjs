/** Runs other programs: in front, where they own the terminal and their exit code is ours, or behind, where their words are shown only when they fail. */
import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { interrupted, SetUpError } from './set-up-error.mjs';

const keptCharacters = 20_000;
const shownLines = 30;
const running = new Set();
let isInterrupted = false;

/** From now on a signal ends the running children first; without any it ends this process, which releases its locks on the way out. */
export function listenToSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (running.size === 0) process.exit(interrupted);
      isInterrupted = true;
      // Ctrl-C in a terminal reaches the children by itself, as part of the same process group: passing it on would make two of one.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      for (const child of running) child.kill(signal);
    });
  }
}

/** Resolves to the child's exit code, 128 + signal when a signal ended it. */
export function runInFront(command, args, { cwd }) {
  return new Promise((resolve, reject) => {
    const child = start(command, args, { cwd, stdio: 'inherit' });
    child.once('error', (error) => reject(new SetUpError(`${command} could not be started: ${error.message}`)));
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

/** Resolves when the program succeeded; a SetUpError carries the end of what it said. `what` names the step to the reader. */
export function runBehind(command, args, { cwd, what, hint = '' }) {
  return new Promise((resolve, reject) => {
    const child = start(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const listen = (chunk) => {
      said = (said + chunk).slice(-keptCharacters);
    };
    child.stdout.setEncoding('utf8').on('data', listen);
    child.stderr.setEncoding('utf8').on('data', listen);
    child.once('error', (error) => reject(new SetUpError(`${what} could not be started: ${error.message}`, hint)));
    child.once('close', (code, signal) => {
      if (code === 0) return resolve();
      if (signal !== null || isInterrupted) return reject(new SetUpError(`${what} was interrupted.`, '', interrupted));
      reject(new SetUpError(`${what} failed (exit ${code}). The end of what it said:\n${endOf(said)}`, hint));
    });
  });
}

/** Whether a short command succeeds. */
export function succeeds(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Nothing begins after an interruption, whoever would try again. */
function start(command, args, options) {
  if (isInterrupted) throw new SetUpError('The set-up was interrupted.', '', interrupted);
  const child = spawn(command, args, options);
  running.add(child);
  const forget = () => running.delete(child);
  child.once('exit', forget).once('error', forget);
  return child;
}

/** The last lines, indented. */
function endOf(text) {
  const lines = text.trimEnd().split('\n').slice(-shownLines);
  return lines.map((line) => `    ${line}`).join('\n');
}
