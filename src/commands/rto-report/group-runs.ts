/** Divides stored runs into releases, in the order of their first runs. */
import { ToolError } from '../../kit/error.js';
import type { StoredRun } from './stored-runs.js';

export const groupings = ['folder', 'version', 'day'] as const;
export type Grouping = (typeof groupings)[number];

export interface RunsOfRelease {
  readonly name: string;
  readonly runs: readonly StoredRun[];
}

const nameOf: Readonly<Record<Grouping, (run: StoredRun) => string>> = {
  folder: ({ source }) => source,
  version: ({ record }) =>
    [...new Set(record.environment.servers.map(({ version }) => version))].sort().join(' and ') || 'unknown version',
  day: ({ record }) => record.startedAt.slice(0, 10),
};

/** Throws a ToolError when all are of one release. */
export function groupRuns(runs: readonly StoredRun[], by: Grouping): readonly RunsOfRelease[] {
  const inOrder = runs.toSorted((left, right) => (left.record.startedAt < right.record.startedAt ? -1 : 1));
  const names = [...new Set(inOrder.map(nameOf[by]))];
  if (names.length < 2) {
    const message = `All of these runs are of one release by ${by}, ${names.join('')}, so there is no trend.`;
    throw new ToolError('invalidScenario', message, 'Name runs of other releases, too, or leave --by out.');
  }
  return names.map((name) => ({ name, runs: inOrder.filter((run) => nameOf[by](run) === name) }));
}
