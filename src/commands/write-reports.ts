/** Judges a journal and writes every artefact of the run beside it. */
import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { cwd } from 'node:process';
import { messageOf } from '../kit/error.js';
import { exitCodes } from '../model/exit-code.js';
import { printPage } from '../host/browser.js';
import type { Catalog } from '../model/registry.js';
import type { RenderOptions } from '../model/reporter.js';
import type { RunRecord } from '../model/run-record.js';
import { injected } from '../run/faults/injected.js';
import { judge, type JudgeOptions } from '../verdict/judge.js';
import type { CommandContext } from './context.js';
import { tellGithub } from './tell-github.js';

export interface OutputArgs {
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly gatesOf?: JudgeOptions['gatesOf'];
  /** Prints the page as PDF, too; null or left out when none is wanted. */
  readonly browser?: string | null | undefined;
}

interface Shown {
  readonly hasColor: boolean;
  readonly columns: number;
  readonly directory: string;
}

/** Writes all files, prints the summary (or record, or line) and resolves to the exit code: the verdict's, unless that is a pass without its reports. */
export async function writeReports(
  directory: string,
  catalog: Catalog,
  context: CommandContext,
  output: OutputArgs,
): Promise<number> {
  const { terminal } = context;
  const shown = { hasColor: terminal.hasColor, columns: terminal.columns, directory: shownPath(directory) };
  const { record, failures: unwrittenFiles } = await judgeAndWrite(directory, catalog, shown, output.gatesOf);
  const failures = [...unwrittenFiles, ...(await printReport(directory, output, unwrittenFiles, terminal))];
  const exitCode = failures.length > 0 && record.exitCode === exitCodes.pass ? exitCodes.setupFailed : record.exitCode;
  const files = failures.map(({ file }) => file);
  const ending = {
    ...shown,
    ...(files.length === 0 ? {} : { unwritten: { exitCode, files } }),
    ...(typeof output.browser === 'string' && !files.includes(pdfFile) ? { printed: pdfFile } : {}),
  };
  terminal.out(summaryOf(record, catalog, ending, output));
  await tellGithub(record, catalog, context, output.json === true);
  if (failures.length === 0) return exitCode;
  for (const { file, why } of failures) terminal.err(`paystorm: ${file} could not be written: ${why}.\n`);
  const hint =
    unwrittenFiles.length > 0
      ? `Free some space, then: paystorm report ${shown.directory}`
      : `${pageFile} is whole; print it with any browser, or again with: paystorm report ${shown.directory} --pdf`;
  terminal.err(`  hint: The verdict stands. ${hint}\n`);
  return exitCode;
}

export interface Judged {
  readonly record: RunRecord;
  readonly failures: readonly Failure[];
}

/** A file that could not be written. */
interface Failure {
  readonly file: string;
  readonly why: string;
}

/** Judges and writes all files, and prints nothing. */
export async function judgeAndWrite(
  directory: string,
  catalog: Catalog,
  shown: Shown,
  gatesOf?: JudgeOptions['gatesOf'],
): Promise<Judged> {
  const record = await judge({ directory, catalog, injected: [...injected.keys()], gatesOf });
  return { record, failures: await writeFiles(directory, record, catalog, shown) };
}

const pageFile = 'report.html';
const pdfFile = 'report.pdf';

/** Names of the files that a verdict is told in: those of the reporters, and the printed page. */
export function artefactsOf(catalog: Catalog): readonly string[] {
  return [...catalog.reporters.all.flatMap(({ file }) => file ?? []), pdfFile];
}

async function printReport(
  directory: string,
  { browser, quiet, json }: OutputArgs,
  unwritten: readonly Failure[],
  terminal: CommandContext['terminal'],
): Promise<readonly Failure[]> {
  if (typeof browser !== 'string') return [];
  if (unwritten.some(({ file }) => file === pageFile)) return [{ file: pdfFile, why: `there is no ${pageFile}` }];
  if (quiet !== true && json !== true) terminal.err(`Printing ${pdfFile} …\n`);
  const why = await printPage({ browser, page: join(directory, pageFile), pdf: join(directory, pdfFile) });
  return why === null ? [] : [{ file: pdfFile, why }];
}

/** As short as the user can open it from where they stand. */
export function shownPath(directory: string): string {
  return relative(cwd(), directory) || '.';
}

/** The page for people; null where it could not be written. */
export function reportIn(directory: string): string | null {
  const path = join(directory, pageFile);
  return existsSync(path) ? path : null;
}

/** One file that fails does not keep the others from being written. */
async function writeFiles(
  directory: string,
  record: RunRecord,
  catalog: Catalog,
  shown: Shown,
): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  for (const reporter of catalog.reporters.all) {
    if (reporter.file === null) continue;
    const text = reporter.render(record, { ...shown, hasColor: false });
    const why = await replaceFile(join(directory, reporter.file), text);
    if (why !== null) failures.push({ file: reporter.file, why });
  }
  return failures;
}

/** A reader sees the old file or the new one, never a part. Resolves to why it could not be, or null. */
export async function replaceFile(path: string, text: string): Promise<string | null> {
  const aside = `${path}.new`;
  try {
    await writeFile(aside, text);
    await rename(aside, path);
    return null;
  } catch (error) {
    await rm(aside, { force: true }).catch(() => undefined);
    return messageOf(error);
  }
}

function summaryOf(record: RunRecord, catalog: Catalog, shown: RenderOptions, output: OutputArgs): string {
  if (output.json) return catalog.reporters.get('json').render(record, shown);
  if (output.quiet)
    return `${record.verdict} ${shown.unwritten?.exitCode ?? record.exitCode} ${shown.directory}${record.isSimulated ? ' SIMULATED' : ''}\n`;
  return `${catalog.reporters.get('terminal').render(record, shown)}\n`;
}
