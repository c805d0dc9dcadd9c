/** What one word of `paystorm compare` names: a run, a study, a folder of runs, a baseline, or several of these with commas between them. */
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { NamedSample } from '../../contrast/contrast-samples.js';
import { mergeSamples, sampleOf } from '../../contrast/sample-of.js';
import { messageOf, ToolError } from '../../kit/error.js';
import { scenarioFacts } from '../../kit/scenario-facts.js';
import type { RtoRecord } from '../../model/rto.js';
import { runRecordVersion, type RunRecord } from '../../model/run-record.js';
import type { Sample } from '../../model/sample.js';
import { baselineName, readBaselineText } from '../../scenario/baselines/baseline-file.js';
import { findBaseline } from '../../scenario/baselines/find-baseline.js';
import { copiesAmong, type PlacedRun } from '../run-copies.js';
import { findRunFolder, hasJournal } from '../run-folder.js';
import { shownPath } from '../write-reports.js';

const recordFile = 'record.json';
const studyFile = 'rto.json';

export interface Side extends NamedSample {
  readonly places: readonly PlacedRun[];
}

/** Rejects with a ToolError where there is nothing that could be compared. `baselines`: the folder that they are kept in. */
export async function readSide(word: string, baselines: string): Promise<Side> {
  const parts = word.split(',').filter((part) => part !== '');
  if (parts.length === 0)
    throw new ToolError('invalidScenario', 'A side names no run.', 'Write a folder, or several with commas between.');
  const read: Part[] = [];
  for (const part of parts) read.push(await readPart(part, baselines));
  const side = { name: word, ...together(read) };
  refuseCopies([side]);
  return side;
}

/** Throws a ToolError where a run stands twice on a side, or on both: held against itself it would prove that nothing has changed. */
export function refuseCopies(sides: readonly Side[]): void {
  const copies = copiesAmong(sides.flatMap(({ places }) => places));
  if (copies.length > 0) throw new ToolError('invalidScenario', copies.join('\n'), 'Name each run once.');
}

type Part = Omit<Side, 'name'>;

function together(parts: readonly Part[]): Part {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  return { sample: mergeSamples(parts.map(({ sample }) => sample)), places: parts.flatMap(({ places }) => places) };
}

async function readPart(part: string, baselines: string): Promise<Part> {
  if (part === 'last') return await readRun(await findRunFolder('last'));
  const found = await stat(part).catch(() => null);
  if (found?.isDirectory() === true) return await readFolder(part);
  if (found?.isFile() === true) return await readSampleFile(part);
  if (!baselineName.test(part)) throw nothingThere(part, baselines);
  const baseline = findBaseline(part, baselines);
  if (baseline.ok) return placed(baseline.baseline, `the baseline ${part}`);
  throw new ToolError('setupFailed', `${part} is no run: ${baseline.message}`, baseline.remedy);
}

function placed(sample: Sample, place: string): Part {
  return { sample, places: sample.runs.map(({ runId }) => ({ runId, place: `${runId} of ${place}` })) };
}

function nothingThere(part: string, baselines: string): ToolError {
  const hint = `Name the folder of a run or of a study, a baseline of ${baselines}/, or "last".`;
  return new ToolError('setupFailed', `There is nothing at ${part}.`, hint);
}

async function readFolder(folder: string): Promise<Part> {
  if (existsSync(join(folder, studyFile))) return await readStudy(folder);
  if (existsSync(join(folder, recordFile)) || (await hasJournal(folder))) return await readRun(folder);
  const names = (await readdir(folder)).sort();
  const runs = names.map((name) => join(folder, name)).filter((inner) => existsSync(join(inner, recordFile)));
  if (runs.length === 0) {
    const hint = 'Name the folder of a run or of a study, or one that holds folders of runs.';
    throw new ToolError('setupFailed', `${folder} holds no run: no ${recordFile}, here or one level down.`, hint);
  }
  return together(await Promise.all(runs.map(readRun)));
}

/** The scenario is that of the study: its repetitions vary it on purpose. */
async function readStudy(folder: string): Promise<Part> {
  const study = (await readJson(join(folder, studyFile))) as RtoRecord;
  if (!Array.isArray(study.repetitions) || study.repetitions.length === 0)
    throw new ToolError('setupFailed', `The study in ${folder} has no whole repetition yet.`, 'Let it go on first.');
  const runs = await Promise.all(study.repetitions.map((each) => readRun(join(folder, basename(each.folder)))));
  const { sample, places } = together(runs);
  return { sample: { ...sample, scenario: scenarioFacts(study.scenario) }, places };
}

async function readRun(folder: string): Promise<Part> {
  const path = join(folder, recordFile);
  if (existsSync(path)) return await sampleFrom((await readJson(path)) as RunRecord, folder);
  const hint = `Judge it first: paystorm report ${folder}`;
  throw new ToolError('setupFailed', `${folder} holds a journal and no ${recordFile}.`, hint);
}

async function readSampleFile(path: string): Promise<Part> {
  const read = await readJson(path);
  if ('runId' in read) return await sampleFrom(read as RunRecord, path);
  try {
    return placed(readBaselineText(JSON.stringify(read)), path);
  } catch (error) {
    const message = `${path} is neither the record of a run nor a baseline: ${messageOf(error)}.`;
    throw new ToolError('setupFailed', message, 'Name the folder of a run, or a file that paystorm baseline saved.');
  }
}

async function sampleFrom(record: RunRecord, place: string): Promise<Part> {
  const { measures, version, runId } = record;
  if (version === runRecordVersion && measures !== undefined)
    return { sample: sampleOf({ ...record, measures }), places: [{ runId, place: shownPath(place) }] };
  const why = version === runRecordVersion ? 'holds no measures' : `is of version ${version}, which kept no measures`;
  const folder = place.endsWith('.json') ? dirname(place) : place;
  const hint = (await hasJournal(folder))
    ? `Judge it again from its journal: paystorm report ${folder}`
    : 'Name the folder of a run that has its journal: paystorm report can then judge it again.';
  throw new ToolError('setupFailed', `The record of ${place} ${why}: there is nothing to compare.`, hint);
}

async function readJson(path: string): Promise<object> {
  try {
    const read: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof read === 'object' && read !== null) return read;
    throw new Error('it holds no object');
  } catch (cause) {
    const hint = 'It may have been cut short; paystorm report writes the record of a run again.';
    throw new ToolError('setupFailed', `${path} cannot be read: ${messageOf(cause)}.`, hint, { cause });
  }
}
