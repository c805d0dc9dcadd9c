/** Rehearses one variant after the other: what a comparison plays next, and what it keeps. */
import type { ComparedRun, ComparisonRecord } from '../../model/comparison.js';
import { comparedRun } from '../../repeat/compare/compared-run.js';
import type { Comparison } from '../../repeat/compare/comparison.js';
import { sumUpComparison } from '../../repeat/compare/sum-up-comparison.js';
import type { CutRun } from '../study/play-run.js';
import type { Planned } from '../scenario-options.js';
import { playStudy, type StudyRules, type StudySite, type WholeRun } from '../study/play-study.js';

export interface ComparisonOptions extends Omit<StudySite<ComparisonRecord>, 'onRun'> {
  /** The variants in their order, with their secrets, which no record holds, and each with its own operations. */
  readonly planned: readonly Planned[];
  readonly onVariant: (run: ComparedRun, comparison: ComparisonRecord) => void;
}

/** Rejects with what kept a variant from being played; the comparison is stored before. */
export function runComparison(begun: Comparison, options: ComparisonOptions): Promise<ComparisonRecord> {
  return playStudy(begun, rulesOf(options.planned), {
    ...options,
    catalogOf: (number) => options.planned[number - 1]?.catalog,
    onRun: (record) => options.onVariant(record.runs.at(-1) as ComparedRun, record),
  });
}

function rulesOf(planned: readonly Planned[]): StudyRules<Comparison, ComparisonRecord> {
  return {
    next: (comparison) => {
      const number = comparison.runs.length + 1;
      const variant = planned[number - 1];
      const title = `${valueOf(comparison, number)} (${number} of ${planned.length})`;
      return variant === undefined ? null : { number, title, plan: variant.plan };
    },
    cutFolders: ({ cut }) => cut.map(({ folder }) => folder),
    withState: (comparison, state) => ({ ...comparison, state }),
    withCuts: (comparison, cut) => ({
      ...comparison,
      cut: [
        ...comparison.cut,
        ...cut.map(({ number, ...rest }: CutRun) => ({ ...rest, value: valueOf(comparison, number) })),
      ],
    }),
    withRun,
    judged: (comparison) => ({ ...comparison, findings: sumUpComparison(comparison) }),
  };
}

function withRun(comparison: Comparison, { wish, record, folder, tookMs }: WholeRun): Comparison {
  const run = comparedRun(record, { value: valueOf(comparison, wish.number), folder, tookMs });
  return { ...comparison, isSimulated: comparison.isSimulated || run.isSimulated, runs: [...comparison.runs, run] };
}

function valueOf({ variants }: Comparison, number: number): string {
  return variants[number - 1]?.value ?? '';
}
