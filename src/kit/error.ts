/** The one error type a user sees: a code from the table, what happened with the value, and what to do about it. */
import { exitCodes } from '../model/exit-code.js';

export type ErrorCode = keyof typeof exitCodes;

export class ToolError extends Error {
  override readonly name = 'ToolError';
  readonly code: ErrorCode;
  /** What to do now; a whole sentence. */
  readonly hint: string;

  constructor(code: ErrorCode, message: string, hint: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }

  get exitCode(): number {
    return exitCodes[this.code];
  }
}

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
