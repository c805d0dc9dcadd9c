/** What stops a set-up: a sentence for the reader, what to do about it, and the exit code of the whole command. */

/** The same numbers as in src/model/exit-code.ts, which is not built yet when these are needed. */
export const setupFailed = 100;
export const interrupted = 105;

export class SetUpError extends Error {
  constructor(message, hint = '', exitCode = setupFailed) {
    super(message);
    this.hint = hint;
    this.exitCode = exitCode;
  }
}
