/** Where the data of a Galera node that is down stand in the history of its cluster: for what it is told when it starts, and for who may begin when none is left. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../run-program.js';
import type { ServerFleet } from '../server-fleet.js';

const timeoutMs = 60_000;
const told = /WSREP: Recovered position:? *(?<history>[0-9a-f-]{36}):(?<number>-?\d+)/u;
/** What the file of its state says after a crash. One that was thrown out for wrong data has no history there any more. */
const crashed = /^uuid: +(?!00000000-0000)[0-9a-f-]{36}$[^]*^seqno: +-1$/mu;

export interface Position {
  /** UUID of the history; zeros where the data belong to none. */
  readonly history: string;
  /** Of the last transaction; −1 where there is none. */
  readonly number: number;
}

/** The server recovers its data and ends. Null when it does not tell. */
export async function recoveredPosition(fleet: ServerFleet, name: string): Promise<Position | null> {
  const [program, ...args] = await fleet.commandOf(name, ['--wsrep-recover']);
  const { history, number } = told.exec(await runProgram(program, args, { timeoutMs }))?.groups ?? {};
  return history === undefined ? null : { history, number: Number(number) };
}

/**
 * For a node that crashed: with its position it asks for what it has missed, as one does that the system's service starts. Without, it would ask for a
 * copy of everything, for which another node stops taking writes. Null for all others, and when nothing could be recovered.
 */
export async function positionAfterCrash(fleet: ServerFleet, name: string): Promise<Position | null> {
  const state = await readFile(stateFile(fleet, name), 'utf8').catch(() => '');
  return crashed.test(state) ? recoveredPosition(fleet, name).catch(() => null) : null;
}

export function startAt(position: Position | null): readonly string[] {
  return position === null ? [] : [`--wsrep-start-position=${position.history}:${position.number}`];
}

/** A node that did not leave last refuses to begin again: it cannot know that it holds most. Here it has been compared. */
export async function allowBootstrap(fleet: ServerFleet, name: string): Promise<void> {
  const file = stateFile(fleet, name);
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text !== null) await writeFile(file, text.replace(/^safe_to_bootstrap:.*$/mu, 'safe_to_bootstrap: 1'));
}

function stateFile(fleet: ServerFleet, name: string): string {
  return join(fleet.dataOf(name), 'grastate.dat');
}
