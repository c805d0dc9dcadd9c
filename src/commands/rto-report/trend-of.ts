/** Releases become a trend: a study of each, and what may be said of the change. */
import { trendRecordVersion, type TrendRecord } from '../../model/trend.js';
import { differingAspects, storyOf } from '../../repeat/pool/story-of.js';
import { compareReleases } from '../../verdict/evidence/compare-releases.js';
import { toolVersion } from '../tool-version.js';
import type { RunsOfRelease } from './group-runs.js';
import { differencesOf, poolRuns, type PoolOptions } from './pool-runs.js';
import { lastOf } from './trend-words.js';

/** Its verdict is that of the last release: what came before is past. */
export function trendOf(groups: readonly RunsOfRelease[], options: PoolOptions): TrendRecord {
  const releases = groups.map(({ name, runs }) => ({ name, study: poolRuns(runs, options) }));
  const { verdict, exitCode } = lastOf(releases).study.findings;
  return {
    version: trendRecordVersion,
    toolVersion,
    command: options.command,
    isSimulated: releases.some(({ study }) => study.isSimulated),
    releases,
    differences: [...targetSentences(groups, options), ...differencesOf(groups.flatMap(({ runs }) => runs))],
    findings: { verdict, exitCode, changes: compareReleases(releases) },
  };
}

function targetSentences(groups: readonly RunsOfRelease[], { catalog }: PoolOptions): readonly string[] {
  const stories = groups.flatMap(({ name, runs }) =>
    runs.slice(0, 1).map(({ record, study }) => ({
      name,
      story: storyOf(record.scenario, study?.variation ?? null, catalog.faults),
    })),
  );
  return stories.slice(1).flatMap(({ name, story }, index) => {
    const before = stories[index];
    if (before === undefined || differingAspects(before.story, story).length === 0) return [];
    return [`The settings of the target changed from ${before.name} to ${name}.`];
  });
}
