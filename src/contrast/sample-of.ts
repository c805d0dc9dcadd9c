/** The record of a run becomes a sample, and samples become one: what runs measured, and where. */
import { environmentFacts } from '../kit/environment-facts.js';
import { scenarioFacts } from '../kit/scenario-facts.js';
import type { RunRecord } from '../model/run-record.js';
import type { Facts, Sample, SampleRun } from '../model/sample.js';

/** A record that has something to compare. */
export type MeasuredRecord = RunRecord & Required<Pick<RunRecord, 'measures'>>;

export function sampleOf(record: MeasuredRecord): Sample {
  return {
    toolVersion: record.toolVersion,
    scenario: scenarioFacts(record.scenario),
    environment: environmentFacts(record),
    runs: [runOf(record)],
  };
}

/** Runs of one side: at least one sample. */
export function mergeSamples(samples: readonly Sample[]): Sample {
  return {
    toolVersion: joined(samples.map(({ toolVersion }) => toolVersion)),
    scenario: together(samples.map(({ scenario }) => scenario)),
    environment: together(samples.map(({ environment }) => environment)),
    runs: samples.flatMap(({ runs }) => runs),
  };
}

function runOf(record: MeasuredRecord): SampleRun {
  const { runId, scenario, measures } = record;
  return { runId, seed: scenario.seed, doubt: doubtOf(record), measures };
}

/** A generator that was late makes times of its own, and half a run is another run. */
function doubtOf({ finish, instrument }: RunRecord): string | null {
  if (finish !== 'completed') return `The run did not come to its end (${finish}).`;
  return instrument.isHealthy ? null : `The instrument was not healthy: ${instrument.problems[0] ?? 'unknown'}`;
}

function together(list: readonly Facts[]): Facts {
  const names = [...new Set(list.flatMap((facts) => Object.keys(facts)))].sort();
  return Object.fromEntries(names.map((name) => [name, joined(list.map((facts) => facts[name] ?? '–'))]));
}

const between = ' | ';

function joined(values: readonly string[]): string {
  return [...new Set(values.flatMap((value) => value.split(between)))].sort().join(between);
}
