/** What a Galera node that is down holds on disk, for choosing the one that may begin again when none was left running. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../run-program.js';
import type { ServerFleet } from '../server-fleet.js';

const timeoutMs = 60_000;
const position = /WSREP: Recovered position:? *[0-9a-f-]{36}:(-?\d+)/u;

/** Sequence number of the last transaction in the node's data; −1 when it tells none. The server recovers its data and ends. */
export async function recoveredPosition(fleet: ServerFleet, name: string): Promise<number> {
  const [program, ...args] = await fleet.commandOf(name, ['--wsrep-recover']);
  const said = await runProgram(program, args, { timeoutMs });
  return Number(position.exec(said)?.[1] ?? -1);
}

/** A node that did not leave last refuses to begin again: it cannot know that it holds most. Here it has been compared. */
export async function allowBootstrap(fleet: ServerFleet, name: string): Promise<void> {
  const file = join(fleet.dataOf(name), 'grastate.dat');
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text !== null) await writeFile(file, text.replace(/^safe_to_bootstrap:.*$/mu, 'safe_to_bootstrap: 1'));
}
