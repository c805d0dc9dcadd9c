/** What is noted of each node before a fault made of orders, so that its heal can bring back what was. */
import { messageOf } from '../../../kit/error.js';
import type { FaultTargets } from '../../../model/fault.js';
import type { Cluster } from '../../../model/topology.js';
import type { RoundSettings } from './step-orders.js';
import { carryOut, fillStep, lineOf, type Note, type StepPlace } from './steps.js';

interface NoteOptions extends RoundSettings {
  readonly cluster: Cluster;
  readonly signal: AbortSignal;
}

/** Rejects where it cannot be told, or could not be brought back: nothing is done then. */
export async function noteTargets(
  note: Note,
  places: readonly StepPlace[],
  options: NoteOptions,
): Promise<NonNullable<FaultTargets['former']>> {
  const notes = await Promise.all(
    places.map(async (place) => [place.node.name, read(note, place, await ask(note, place, options))] as const),
  );
  return Object.fromEntries(notes.flatMap(([name, text]) => (text === null ? [] : [[name, text]])));
}

function read(note: Note, { node }: StepPlace, out: string): string | null {
  try {
    return note.reads(out, node);
  } catch (cause) {
    throw new Error(`${node.name}: ${messageOf(cause)}`, { cause });
  }
}

async function ask({ step }: Note, place: StepPlace, { cluster, timeout, signal }: NoteOptions): Promise<string> {
  if (step === undefined) return '';
  const filled = fillStep(step, place);
  const options = { cluster, timeoutMs: timeout, signal };
  const { code, out, words } = await carryOut(filled, options).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new Error(`${lineOf(filled)}: ${messageOf(cause)}`, { cause });
  });
  signal.throwIfAborted();
  if (code === 0) return out;
  const how = code === null ? `did not end within ${timeout / 1_000} s` : `ended with ${code}`;
  throw new Error(`${lineOf(filled)} ${how}, so nobody knows what its heal would have to restore: ${words}`);
}
