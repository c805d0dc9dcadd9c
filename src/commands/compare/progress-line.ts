/** One line for each finished variant: what it was, what it showed, and what comes next. */
import type { ComparedRun, ComparisonRecord } from '../../model/comparison.js';
import { plainText } from '../../catalog/reporters/words/wrap.js';
import { measuresOf } from './measures.js';

/** Ends without a line break. */
export function progressLine(run: ComparedRun, { runs, variants }: ComparisonRecord): string {
  const shown = measuresOf([run]).filter(({ name }) => told.has(name));
  const figures = shown.map(({ name, cell }) => `${name} ${cell(run)}`).join(', ');
  const next = variants[runs.length];
  return plainText(`${run.value}: ${figures}; ${next === undefined ? 'done' : `next ${next.value}`}`);
}

const told: ReadonlySet<string> = new Set(['double charges', 'lost sales', 'recovery time', 'verdict']);
