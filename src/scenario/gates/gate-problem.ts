/** Why a gate cannot be understood, and which part of its text is meant. */

export interface GateProblem {
  readonly message: string;
  readonly expected: string;
  readonly remedy: string;
  /** The part of the gate's text that the problem is about. */
  readonly offset: number;
  readonly length: number;
}

/** Unwinds the parser at the first problem of a gate; never leaves this folder. */
export class GateRefused extends Error {
  override readonly name = 'GateRefused';
  readonly problem: GateProblem;

  constructor(problem: GateProblem) {
    super(problem.message);
    this.problem = problem;
  }
}
