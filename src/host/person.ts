/** Asks the person at the terminal to do something, and waits until it is done: at the terminal itself, wherever input and output of paystorm go. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { deadlineAfter } from '../kit/abort.js';
import { createSystemClock } from '../kit/clock.js';
import { printDuration } from '../kit/duration.js';
import { createTurns } from '../kit/take-turns.js';
import { isInForeground } from './process-identity.js';

const terminal = '/dev/tty';
/** What was typed before the question is no answer to it, and comes at once. */
const typedBeforeMs = 150;

export interface Question {
  /** What is to be done, as a sentence. */
  readonly text: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Whoever draws on the terminal must leave it alone while a question stands there. */
export type AskingListener = (isAsking: boolean) => void;
const listeners = new Set<AskingListener>();
/** Two questions at once would be answered by one key. */
const takeTurn = createTurns();

/** Disposing it ends the listening. */
export function onAsking(listener: AskingListener): Disposable {
  listeners.add(listener);
  return { [Symbol.dispose]: () => void listeners.delete(listener) };
}

/** Whether there is a terminal with somebody before it who can be asked. */
export async function canAsk(): Promise<boolean> {
  try {
    closeSync(openSync(terminal, 'r+'));
    return await isInForeground();
  } catch {
    return false;
  }
}

/** Resolves when Enter was pressed. Rejects when nobody did so in time, when the signal comes first, and when there is no terminal. */
export function askPerson(question: Question): Promise<void> {
  return takeTurn(async () => {
    question.signal?.throwIfAborted();
    if (!(await canAsk())) throw new Error(`there is no terminal to ask at: ${question.text}`);
    for (const listener of listeners) listener(true);
    try {
      await ask(question);
    } finally {
      for (const listener of listeners) listener(false);
    }
  });
}

async function ask({ text, timeoutMs, signal }: Question): Promise<void> {
  const clock = createSystemClock();
  const output = openSync(terminal, 'w');
  const say = (line: string): void => void writeSync(output, `${line}\n`);
  const input = new ReadStream(openSync(terminal, 'r'));
  using deadline = deadlineAfter(timeoutMs, signal);
  const end = deadline.signal;
  say(`\n>>> ${text}`);
  say(
    `    Press Enter when it is done, within ${printDuration(timeoutMs)}. Asked at ${timeOfDay(clock.wallClockIso())}.`,
  );
  try {
    await new Promise<void>((resolve, reject) => {
      input.on('data', () => {
        if (clock.nowMs() >= typedBeforeMs) resolve();
      });
      input.on('error', reject);
      end.addEventListener('abort', () => reject(end.reason as Error));
    });
    say(`    Done at ${timeOfDay(clock.wallClockIso())}.\n`);
  } catch (error) {
    say(`    Not waited for any longer.\n`);
    if (signal?.aborted === true) throw error;
    throw new Error(`nobody said within ${printDuration(timeoutMs)} that it was done: ${text}`, { cause: error });
  } finally {
    input.destroy();
    closeSync(output);
  }
}

function timeOfDay(iso: string): string {
  return iso.slice(11, 19);
}
