/**
 * Runs the compiled text of an operation in a world of its own that has the language and nothing else: no clock, no chance, no files, no network. It keeps operations honest; against malice
 * it is no wall, so what others wrote is only run with the user's leave.
 */
import { createContext, Script } from 'node:vm';
import { messageOf } from '../kit/error.js';
import type { OperationOrigin } from '../model/operation.js';
import { sourceLine } from './source-line.js';

/** What the language gives that could tell two calls apart, or wait. */
const withheld = [
  'Date',
  'Intl',
  'Temporal',
  'Atomics',
  'SharedArrayBuffer',
  'WeakRef',
  'FinalizationRegistry',
  'WebAssembly',
  'console',
];

/** Handed over as local names, because a global one is looked up a hundred times slower here. */
const handedOver = [
  'Array',
  'BigInt',
  'Boolean',
  'Error',
  'JSON',
  'Map',
  'Math',
  'Number',
  'Object',
  'RangeError',
  'Set',
  'String',
  'TypeError',
];

const noChance = 'Math.random is no chance that a seed repeats: take numbers from draws';

/** Long enough for any operation on a busy machine, and the end of a loop that has none. */
export const loadMsMax = 10_000;

/** What the module exports; throws what it throws. `file` stands in the traces of its errors. */
export function runFenced(text: string, file: string): unknown {
  const world = createContext({}, { name: file, codeGeneration: { strings: false, wasm: false } });
  const prepare = [
    ...withheld.map((name) => `delete globalThis.${name};`),
    `Math.random = () => { throw new Error(${JSON.stringify(noChance)}); };`,
  ];
  new Script(prepare.join('\n')).runInContext(world);
  // In one line with its text, so that lines in traces are those of the text.
  const names = handedOver.join(', ');
  const body = `((${names}) => { "use strict"; ${text}\nreturn operation; })(${names})`;
  return new Script(body, { filename: file }).runInContext(world, { timeout: loadMsMax });
}

/** Calls a function, and throws when it has not ended by then: also out of a loop that never ends. */
export function withinMs<Result>(timeoutMs: number, work: () => Result): Result {
  return new Script('work()').runInContext(createContext({ work }), { timeout: timeoutMs }) as Result;
}

/** The message of what code inside threw, with the line of its source, and a hint where it asked for what it cannot have. */
export function tellThrown(thrown: unknown, origin: Pick<OperationOrigin, 'file' | 'map'>): Told {
  if (!isError(thrown)) return { message: messageOf(thrown), hint: correctIt };
  const { message, code, stack = '' } = thrown;
  if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
    return {
      message: `it did not end within ${loadMsMax / 1_000} s`,
      hint: 'Look for a loop that never ends; thousands of arrivals must be drawn in that time.',
    };
  const isWithheld = message === noChance || message.endsWith(' is not defined');
  const line = sourceLine(stack, origin);
  return { message: line === null ? message : `${message} (${line})`, hint: isWithheld ? purityHint : correctIt };
}

export interface Told {
  readonly message: string;
  readonly hint: string;
}

export const correctIt = 'Correct the operation.';

export const purityHint =
  'An operation has no clock, no chance of its own, no files and no network: what it gives must follow from `draws` and `ledger` alone.';

/** An error of another world is no instance of ours. */
function isError(thrown: unknown): thrown is Pick<Error, 'message' | 'stack'> & { readonly code?: unknown } {
  return typeof thrown === 'object' && thrown !== null && 'message' in thrown && typeof thrown.message === 'string';
}
