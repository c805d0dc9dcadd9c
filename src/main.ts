#!/usr/bin/env node
/** The process edge: arguments, signals, exit code. Nothing else in paystorm touches the process. */
import process from 'node:process';
import { createTerminal } from './commands/create-terminal.js';
import { runCommandLine } from './commands/index.js';
import { injected, wordsOnLeaving } from './run/faults/injected.js';
import { monotonicMs } from './kit/clock.js';
import { exitCodes } from './model/exit-code.js';

const interruption = new AbortController();

const terminal = createTerminal({
  isTty: process.stdout.isTTY,
  columns: process.stdout.columns || 80,
  hasColor: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
});

/** One Ctrl-C may arrive more than once, from the terminal and from npm: only a later one is a second wish. */
const sameWishMs = 1_000;
let firstSignalMs = 0;

function onSignal(signal: NodeJS.Signals): void {
  if (!interruption.signal.aborted) {
    firstSignalMs = monotonicMs();
    terminal.err(`\n${signal}: stopping, and healing what was broken. Press Ctrl-C again to leave at once.\n`);
    interruption.abort(new Error(`Stopped by ${signal}.`));
    return;
  }
  if (monotonicMs() - firstSignalMs < sameWishMs) return;
  terminal.leaveFoot();
  terminal.err(`\n${wordsOnLeaving()}\n`);
  process.exit(injected.size === 0 ? exitCodes.interrupted : exitCodes.healFailed);
}

/** A terminal that is gone or a full disk behind stdout must not keep a fault from being healed; the exit code tells of it at the end. */
let isOutputLost = false;
function onOutputError(error: NodeJS.ErrnoException): void {
  // A reader that goes away (`paystorm list | head`) is no error of ours.
  if (error.code !== 'EPIPE') isOutputLost = true;
}

process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);
process.on('SIGHUP', onSignal);
process.stdout.on('error', onOutputError);
process.stderr.on('error', onOutputError);

const exitCode = await runCommandLine({
  argv: process.argv.slice(2),
  terminal,
  environment: process.env,
  signal: interruption.signal,
});
process.exitCode = isOutputLost && exitCode === exitCodes.pass ? exitCodes.setupFailed : exitCode;
