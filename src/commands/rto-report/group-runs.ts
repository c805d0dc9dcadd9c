/** Divides stored runs into releases: by folder in the order in which these were named, and else in that of their first runs. */
import { ToolError } from '../../kit/error.js';
import { shownPath } from '../write-reports.js';
import type { StoredRun } from './stored-runs.js';

export const groupings = ['folder', 'version', 'day'] as const;
export type Grouping = (typeof groupings)[number];

export interface RunsOfRelease {
  readonly name: string;
  readonly runs: readonly StoredRun[];
}

const nameOf: Readonly<Record<Grouping, (run: StoredRun) => string>> = {
  folder: ({ source }) => source.name,
  version: ({ record }) =>
    [...new Set(record.environment.servers.map(({ version }) => version))].sort().join(' and ') || 'unknown version',
  day: ({ record }) => record.startedAt.slice(0, 10),
};

/** Throws a ToolError when all are of one release, or folders that only happen to be called alike would become one. */
export function groupRuns(runs: readonly StoredRun[], by: Grouping): readonly RunsOfRelease[] {
  const inOrder = runs.toSorted((left, right) => (left.record.startedAt < right.record.startedAt ? -1 : 1));
  if (by === 'folder') refuseNamesakes(runs);
  const names = [...new Set((by === 'folder' ? runs : inOrder).map(nameOf[by]))];
  if (names.length < 2) {
    const message = `All of these runs are of one release by ${by}, ${names.join('')}, so there is no trend.`;
    throw new ToolError('invalidScenario', message, 'Name runs of other releases, too, or leave --by out.');
  }
  return names.map((name) => ({ name, runs: inOrder.filter((run) => nameOf[by](run) === name) }));
}

/** Whoever gives several folders one name means one release; the last part of a path is nobody's intention. */
function refuseNamesakes(runs: readonly StoredRun[]): void {
  const sources = [...new Set(runs.map(({ source }) => source))];
  const problems = [...new Set(sources.map(({ name }) => name))].flatMap((name) => {
    const own = sources.filter((source) => source.name === name);
    const folders = [...new Set(own.map(({ folder }) => shownPath(folder)))];
    return folders.length < 2 || own.every(({ isNamed }) => isNamed)
      ? []
      : [`${folders.join(' and ')} would ${folders.length === 2 ? 'both' : 'all'} be the release ${name}.`];
  });
  if (problems.length === 0) return;
  const hint = 'Say which release each is: NAME=FOLDER. Folders that are given the same name become one release.';
  throw new ToolError('invalidScenario', problems.join('\n'), hint);
}
