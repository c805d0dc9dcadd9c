/** Waits until a server serves; one that ends before that, or takes too long, is quoted with its last words. */
import { readFile } from 'node:fs/promises';
import { pollUntil } from '../kit/abort.js';
import { ToolError } from '../kit/error.js';
import type { Clock } from '../model/clock.js';
import type { Query } from '../model/flavor.js';
import type { Endpoint } from '../model/topology.js';
import { ask } from '../mysql/await-answer.js';
import type { ProcessState } from './process-identity.js';
import { lastLines } from './run-program.js';

const lookEveryMs = 50;

export interface ServingOptions {
  readonly isReady: (query: Query) => Promise<boolean>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface StartingServer {
  readonly endpoint: Endpoint;
  readonly logFile: string;
  readonly clock: Clock;
  readonly state: () => Promise<ProcessState>;
}

/** Rejects with a ToolError that quotes its log. */
export async function awaitServing(server: StartingServer, { isReady, ...options }: ServingOptions): Promise<void> {
  const { endpoint, clock } = server;
  let isDown = false;
  const isDecided = async (): Promise<boolean> => {
    isDown = (await server.state()) === 'down';
    return isDown || (await ask(endpoint, isReady));
  };
  const isInTime = await pollUntil(isDecided, { clock, everyMs: lookEveryMs, ...options });
  if (isInTime && !isDown) return;
  const what = isDown ? 'ended instead of serving' : `did not get ready within ${options.timeoutMs / 1_000} s`;
  const log = await readFile(server.logFile, 'utf8').catch(() => '');
  const message = `The server ${endpoint.name} ${what}. Its log ends with:\n${lastLines(log)}`;
  throw new ToolError('setupFailed', message, 'Is there enough memory and disk space?');
}
