/** What one word of `paystorm compare` names: a run, a study, a folder of runs, a baseline, or several of these with commas between them. */
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { NamedSample } from '../../contrast/contrast-samples.js';
import { mergeSamples, sampleOf } from '../../contrast/sample-of.js';
import { messageOf, ToolError } from '../../kit/error.js';
import { scenarioFacts } from '../../kit/scenario-facts.js';
import type { RtoRecord } from '../../model/rto.js';
import { runRecordVersion, type RunRecord } from '../../model/run-record.js';
import type { Sample } from '../../model/sample.js';
import { baselineName, readBaselineText } from '../../scenario/baselines/baseline-file.js';
import { findBaseline } from '../../scenario/baselines/find-baseline.js';
import { findRunFolder, hasJournal } from '../run-folder.js';

const recordFile = 'record.json';
const studyFile = 'rto.json';

/** Rejects with a ToolError where there is nothing that could be compared. `baselines`: the folder that they are kept in. */
export async function readSide(word: string, baselines: string): Promise<NamedSample> {
  const parts = word.split(',').filter((part) => part !== '');
  if (parts.length === 0)
    throw new ToolError('invalidScenario', 'A side names no run.', 'Write a folder, or several with commas between.');
  const samples: Sample[] = [];
  for (const part of parts) samples.push(await readPart(part, baselines));
  const [first] = samples;
  return { name: word, sample: samples.length === 1 && first !== undefined ? first : mergeSamples(samples) };
}

async function readPart(part: string, baselines: string): Promise<Sample> {
  if (part === 'last') return readRun(await findRunFolder('last'));
  const found = await stat(part).catch(() => null);
  if (found?.isDirectory() === true) return await readFolder(part);
  if (found?.isFile() === true) return await readSampleFile(part);
  if (!baselineName.test(part)) throw nothingThere(part, baselines);
  const baseline = findBaseline(part, baselines);
  if (baseline.ok) return baseline.baseline;
  throw new ToolError('setupFailed', `${part} is no run: ${baseline.message}`, baseline.remedy);
}

function nothingThere(part: string, baselines: string): ToolError {
  const hint = `Name the folder of a run or of a study, a baseline of ${baselines}/, or "last".`;
  return new ToolError('setupFailed', `There is nothing at ${part}.`, hint);
}

async function readFolder(folder: string): Promise<Sample> {
  if (existsSync(join(folder, studyFile))) return await readStudy(folder);
  if (existsSync(join(folder, recordFile)) || (await hasJournal(folder))) return await readRun(folder);
  const names = (await readdir(folder)).sort();
  const runs = names.map((name) => join(folder, name)).filter((inner) => existsSync(join(inner, recordFile)));
  if (runs.length === 0) {
    const hint = 'Name the folder of a run or of a study, or one that holds folders of runs.';
    throw new ToolError('setupFailed', `${folder} holds no run: no ${recordFile}, here or one level down.`, hint);
  }
  return mergeSamples(await Promise.all(runs.map(readRun)));
}

/** The scenario is that of the study: its repetitions vary it on purpose. */
async function readStudy(folder: string): Promise<Sample> {
  const study = (await readJson(join(folder, studyFile))) as RtoRecord;
  if (!Array.isArray(study.repetitions) || study.repetitions.length === 0)
    throw new ToolError('setupFailed', `The study in ${folder} has no whole repetition yet.`, 'Let it go on first.');
  const samples = await Promise.all(study.repetitions.map((each) => readRun(join(folder, basename(each.folder)))));
  return { ...mergeSamples(samples), scenario: scenarioFacts(study.scenario) };
}

async function readRun(folder: string): Promise<Sample> {
  const path = join(folder, recordFile);
  if (existsSync(path)) return sampleFrom((await readJson(path)) as RunRecord, folder);
  const hint = `Judge it first: paystorm report ${folder}`;
  throw new ToolError('setupFailed', `${folder} holds a journal and no ${recordFile}.`, hint);
}

async function readSampleFile(path: string): Promise<Sample> {
  const read = await readJson(path);
  if ('runId' in read) return sampleFrom(read as RunRecord, path);
  try {
    return readBaselineText(JSON.stringify(read));
  } catch (error) {
    const message = `${path} is neither the record of a run nor a baseline: ${messageOf(error)}.`;
    throw new ToolError('setupFailed', message, 'Name the folder of a run, or a file that paystorm baseline saved.');
  }
}

function sampleFrom(record: RunRecord, place: string): Sample {
  const { measures, version } = record;
  if (version === runRecordVersion && measures !== undefined) return sampleOf({ ...record, measures });
  const message = `The record of ${place} is of an earlier version, which kept nothing to compare with.`;
  throw new ToolError('setupFailed', message, `Judge it again from its journal: paystorm report ${place}`);
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
