/** What a command may use of the world outside: the terminal, the environment variables, the interruption. */
import type { LiveServer } from './live-server/live-server.js';

export interface Terminal {
  readonly isTty: boolean;
  readonly columns: number;
  readonly hasColor: boolean;
  /** Results. */
  out(text: string): void;
  /** Progress and problems. */
  err(text: string): void;
  /** Nothing but what is drawn at the foot, by whoever holds that. */
  draw(text: string): void;
  /** What is said meanwhile comes above the foot. Disposing it leaves the foot as it is. */
  holdFoot(foot: Foot): Disposable;
}

/** What is rewritten at the foot of a terminal. */
export interface Foot {
  clear(): void;
  draw(): void;
  /** For good, with the cursor given back. */
  close(): void;
}

export interface CommandContext {
  /** The command line after the program's name, for what is reported as the way to repeat a run. */
  readonly argv: readonly string[];
  readonly terminal: Terminal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C, SIGTERM and, in a rehearsal, the stop file. */
  readonly signal: AbortSignal;
  /** Looks whether the run is to be stopped, and aborts the signal then; absent where nobody but a signal stops it. */
  lookForStop?(): void;
  /** Where others look at what is rehearsed; absent or null where nobody does. */
  readonly live?: LiveServer | null;
}
