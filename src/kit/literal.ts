/** What reading one literal yields: its value, or what is wrong with it and how it should have been written. Scenario files, command line and gates share the readers. */

export interface LiteralProblem {
  /** A whole sentence that quotes what was written. */
  readonly message: string;
  /** What belongs here, as a noun phrase with examples. */
  readonly expected: string;
  /** What to write instead; a whole sentence. */
  readonly remedy: string;
}

export type Literal<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: LiteralProblem };

export function literalOf<Value>(value: Value): Literal<Value> {
  return { ok: true, value };
}

export function notALiteral(message: string, expected: string, remedy: string): Literal<never> {
  return { ok: false, problem: { message, expected, remedy } };
}

/** The digits of a plain decimal number: no sign, exponent, leading zero or grouping. */
export const plainDecimal = String.raw`(?:0|[1-9]\d*)(?:\.\d+)?`;

/** Whether the text is a bare number in any of the spellings that YAML or JavaScript know. */
export function looksLikeNumber(text: string): boolean {
  return /^[-+]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/iu.test(text) || /^0[xob][\da-f]+$/iu.test(text);
}
