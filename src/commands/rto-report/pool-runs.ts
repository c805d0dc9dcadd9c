/** Puts stored runs together as one study, or refuses: only repetitions of the same story are comparable. */
import { relative } from 'node:path';
import { canonicalJson } from '../../kit/canonical-json.js';
import { ToolError } from '../../kit/error.js';
import type { Catalog } from '../../model/registry.js';
import { rtoRecordVersion, type Repetition, type RtoRecord, type Variation } from '../../model/rto.js';
import { differingAspects, storyOf, type Aspect } from '../../repeat/pool/story-of.js';
import { describeAim } from '../../repeat/victims.js';
import { withEnvironment } from '../../verdict/evidence/environments.js';
import { repetitionOf } from '../../verdict/evidence/repetition-of.js';
import { sumUpStudy } from '../../verdict/evidence/sum-up-study.js';
import type { Study } from '../../verdict/evidence/study.js';
import { toolVersion } from '../tool-version.js';
import { shownPath } from '../write-reports.js';
import type { StoredRun } from './stored-runs.js';

export interface PoolOptions {
  readonly catalog: Catalog;
  readonly command: readonly string[];
  /** Folder of the report, from which runs are linked. */
  readonly directory: string;
}

/** Throws a ToolError that names every run that is no repetition of the first, and why. `allowed`: aspects in which they may differ. */
export function refuseOthers(runs: readonly StoredRun[], catalog: Catalog, allowed: readonly Aspect[] = []): void {
  const [first, ...others] = runs;
  if (first === undefined) return;
  const story = (run: StoredRun) => storyOf(run.record.scenario, run.study?.variation ?? null, catalog.faults);
  const problems = others.flatMap((run) => {
    const found: string[] = differingAspects(story(first), story(run)).filter((each) => !allowed.includes(each));
    if (run.record.isSimulated !== first.record.isSimulated) found.push('whether a real database took part');
    return found.length === 0
      ? []
      : [`${shownPath(run.directory)} differs from ${shownPath(first.directory)} in: ${found.join(', ')}.`];
  });
  if (problems.length === 0) return;
  const hint = 'Only runs of the same story can be judged together. Give those of one story at a time.';
  throw new ToolError('guardRefused', problems.join('\n'), hint);
}

/** `runs` hold at least one. Cut ones are told, and do not count. */
export function poolRuns(runs: readonly StoredRun[], { catalog, command, directory }: PoolOptions): RtoRecord {
  const inOrder = runs.toSorted((left, right) => (left.record.startedAt < right.record.startedAt ? -1 : 1));
  const whole = inOrder.filter(({ record }) => !isCut(record));
  const first = inOrder[0] as StoredRun;
  const folderOf = (run: StoredRun): string => relative(directory, run.directory);
  const repetitions = whole.map((run, index): Repetition => {
    const variation = variationOf(run, index + 1, catalog);
    return repetitionOf(run.record, { variation, folder: folderOf(run), tookMs: null });
  });
  const shifts = repetitions.map(({ variation }) => variation.phaseShiftMs);
  const study: Study = {
    version: rtoRecordVersion,
    toolVersion,
    startedAt: first.record.startedAt,
    state: 'finished',
    isSimulated: runs.some(({ record }) => record.isSimulated),
    command,
    scenario: first.record.scenario,
    scenarioHash: first.record.scenarioHash,
    phaseWindowMs: shifts.length === 0 ? 0 : Math.max(...shifts) - Math.min(...shifts),
    wanted: wantedOf(runs),
    repetitions,
    cut: inOrder
      .filter(({ record }) => isCut(record))
      .map((run, index) => cutOf(run, whole.length + index + 1, folderOf(run))),
    environments: whole.reduce<NonNullable<RtoRecord['environments']>>(
      (known, { record }, index) => withEnvironment(known, record.environment, index + 1),
      [],
    ),
    pooled: {
      sources: whole.map(({ record }, index) => ({
        repetition: index + 1,
        runId: record.runId,
        toolVersion: record.toolVersion,
        scenarioHash: record.scenarioHash,
      })),
      differences: differencesOf(whole),
    },
  };
  return { ...study, findings: sumUpStudy(study) };
}

/**
 * Of a study that is there as a whole, as many conclusive repetitions as it asked for; of one that is not, no more than are there; and a run of no study counts
 * itself, also one that was cut off, because no other stands in for it. Nothing at all is no pass.
 */
function wantedOf(runs: readonly StoredRun[]): number {
  const wanted = [...new Set(runs.map(homeOf))].map((home) => {
    const own = runs.filter((run) => homeOf(run) === home);
    const whole = own.filter(({ record }) => !isCut(record)).length;
    const study = own[0]?.study ?? null;
    if (study === null) return own.length;
    return own.length === study.runs ? study.wanted : Math.min(study.wanted, whole);
  });
  return Math.max(
    1,
    wanted.reduce((sum, each) => sum + each, 0),
  );
}

function homeOf({ study, directory }: StoredRun): string {
  return study?.folder ?? directory;
}

function isCut({ finish }: StoredRun['record']): boolean {
  return finish === 'interrupted' || finish === 'killed';
}

function cutOf({ record }: StoredRun, repetition: number, folder: string): RtoRecord['cut'][number] {
  return { repetition, folder, verdict: record.verdict, exitCode: record.exitCode };
}

function variationOf({ record: { scenario }, study }: StoredRun, repetition: number, catalog: Catalog): Variation {
  if (study !== null) return { ...study.variation, repetition };
  const victims = scenario.faults.map((fault) => ({ fault: fault.name, ...describeAim(fault, catalog.faults) }));
  return { repetition, phaseShiftMs: 0, seed: scenario.seed, victims };
}

/** What may differ among repetitions, and must be known by who reads what they say together. */
export function differencesOf(runs: readonly StoredRun[]): readonly string[] {
  const distinct = (what: (run: StoredRun) => string): readonly string[] => [...new Set(runs.map(what))];
  const machines = distinct(({ record }) => canonicalJson(record.environment.runner));
  const gates = distinct(({ record }) => canonicalJson(record.scenario.gates.map(({ text }) => text)));
  return [
    ...told(
      'The versions of paystorm that played them',
      distinct(({ record }) => record.toolVersion),
    ),
    ...told(
      'The versions of the servers',
      distinct(({ record }) => record.environment.servers.map((each) => each.version).join(' and ') || 'unknown'),
    ),
    ...told(
      'Their names',
      distinct(({ record }) => record.scenario.name),
    ),
    ...(machines.length > 1 ? [`They were played on ${machines.length} different machines.`] : []),
    ...(gates.length > 1 ? ['Their gates differ: each run is judged by its own.'] : []),
  ];
}

function told(name: string, values: readonly string[]): readonly string[] {
  return values.length < 2 ? [] : [`${name} differ: ${values.join('; ')}.`];
}
