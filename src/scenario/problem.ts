/** What is wrong with a scenario, where, and what to write instead; and the error that carries all of it at once. */
import { createPaint } from '../kit/paint.js';
import { ToolError } from '../kit/error.js';
import { codeFrame, positionOf } from './code-frame.js';
import type { Place } from './source.js';

export interface ScenarioProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** A whole sentence with the value. */
  readonly message: string;
  /** What belongs here; null where the message says it. */
  readonly expected: string | null;
  /** What to write instead; a whole sentence, null where nothing better can be said. */
  readonly remedy: string | null;
  readonly frame: string;
}

export interface ProblemText {
  readonly message: string;
  readonly expected?: string | null;
  readonly remedy?: string | null;
}

export function problemAt(place: Place, { message, expected = null, remedy = null }: ProblemText): ScenarioProblem {
  const { line, column } = positionOf(place);
  return { file: place.file.name, line, column, message, expected, remedy, frame: codeFrame(place) };
}

export interface FormatOptions {
  readonly color: boolean;
  readonly frames: boolean;
}

export class ScenarioProblems extends ToolError {
  readonly problems: readonly ScenarioProblem[];

  readonly #what: string;

  /** `what` has them. */
  constructor(problems: readonly ScenarioProblem[], what: 'scenario' | 'gate file' = 'scenario') {
    const sorted = sortProblems(problems);
    const after = what === 'scenario' ? '; nothing was sent' : '; nothing was judged';
    super('invalidScenario', summaryOf(sorted, what), `Correct the ${what} and try again${after}.`);
    this.problems = sorted;
    this.#what = what;
  }

  /** Every problem with its position, and its frame where wanted; ends without a line break. */
  format({ color, frames }: FormatOptions): string {
    const paint = createPaint(color);
    const blocks = this.problems.map((problem) => {
      const head = `${paint.accent(`${problem.file}:${problem.line}:${problem.column}`)}  ${paint.strong(problem.message)}`;
      const details = [
        ...(frames ? [paint.quiet(problem.frame)] : []),
        ...(problem.expected === null ? [] : [`  expected: ${problem.expected}`]),
        ...(problem.remedy === null ? [] : [`  ${paint.good(problem.remedy)}`]),
      ];
      return [head, ...details].join('\n');
    });
    return [...blocks, `${headOf(this.problems, this.#what)} ${this.hint}`].join('\n\n');
  }
}

function summaryOf(problems: readonly ScenarioProblem[], what: string): string {
  const lines = problems.map(({ file, line, column, message, remedy }) => {
    return `  ${file}:${line}:${column}  ${message}${remedy === null ? '' : ` ${remedy}`}`;
  });
  return [headOf(problems, what), ...lines].join('\n');
}

function headOf(problems: readonly ScenarioProblem[], what: string): string {
  return problems.length === 1 ? `The ${what} has a problem.` : `The ${what} has ${problems.length} problems.`;
}

/** By file in order of appearance, then by position; the same complaint is made once. */
function sortProblems(problems: readonly ScenarioProblem[]): readonly ScenarioProblem[] {
  const files = [...new Set(problems.map((problem) => problem.file))];
  const unique = new Map(problems.map((each) => [`${each.file}:${each.line}:${each.column}:${each.message}`, each]));
  return [...unique.values()].sort(
    (left, right) =>
      files.indexOf(left.file) - files.indexOf(right.file) || left.line - right.line || left.column - right.column,
  );
}
