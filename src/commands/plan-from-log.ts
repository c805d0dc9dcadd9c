/** `paystorm plan --from-log`: counts of production become a scenario file, which is validated before anybody gets it. */
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { durationOf } from '../fitting/counts.js';
import { fitLog } from '../fitting/fit-log.js';
import { fitWords } from '../fitting/fit-words.js';
import { printScenario } from '../fitting/print-scenario.js';
import { readCounts, type ReadLog } from '../fitting/read-counts.js';
import { ToolError } from '../kit/error.js';
import { printRate } from '../kit/rate-literal.js';
import { exitCodes } from '../model/exit-code.js';
import { limits } from '../model/limits.js';
import type { Catalog } from '../model/registry.js';
import { readScenarioText } from '../scenario/read-scenario.js';
import type { CommandContext } from './context.js';
import { readFitOptions, refuseTooLong, runnableSpeed, type FitArgs } from './fit-options.js';
import { warn } from './warn.js';

/** Rejects with a ToolError for a log that cannot be read, and for rates that cannot be driven. */
export async function planFromLog(
  file: string,
  args: FitArgs,
  context: CommandContext,
  catalog: Catalog,
): Promise<number> {
  const { terminal } = context;
  const operations = catalog.operations.all.map(({ kind }) => kind);
  const { speed: asked, within, scale } = readFitOptions(args);
  const { counts, warnings } = await readLog(file, operations);
  const speed = asked ?? runnableSpeed(durationOf(counts));
  refuseTooLong(durationOf(counts), speed);
  for (const warning of warnings) warn(terminal, warning);
  const fit = fitLog(counts, { speed, within });
  refuseTooMuch(fit.fittedPeakPerSecond * scale, scale);
  const words = fitWords(fit, within);
  const sentences = [`Fitted by paystorm to ${basename(file)}.`, ...words];
  const text = printScenario(fit, { name: nameOf(file), sentences, scale });
  readScenarioText({ name: `the fit to ${file}`, text }, { environment: context.environment }, catalog);
  for (const sentence of words) terminal.err(`${sentence}\n`);
  if (args.out === undefined) terminal.out(text);
  else {
    await writeNew(args.out, text);
    terminal.err(`Written: ${args.out}. See what it would do: paystorm plan ${args.out}\n`);
  }
  return exitCodes.pass;
}

/** Percent: what is so far away was not meant. */
const leastShare = 0.01;

function refuseTooMuch(perSecond: number, scale: number): void {
  const most = limits.ratePerSecondMax;
  if (perSecond <= most) return;
  const percent = (most / perSecond) * scale * 100;
  const share = percent >= 1 ? Math.floor(percent) : Number(percent.toPrecision(1));
  const message = `The fit reaches ${printRate(Math.round(perSecond))}, and at most ${printRate(most)} can be driven.`;
  const hint =
    share < leastShare ? 'Are these counts of a second or a minute?' : `Play a share of it: --scale ${share}%.`;
  throw new ToolError('invalidScenario', message, hint);
}

async function readLog(file: string, operations: readonly string[]): Promise<ReadLog> {
  const input = createReadStream(file);
  try {
    return await readCounts(createInterface({ input, crlfDelay: Infinity }), operations);
  } catch (error) {
    if (error instanceof ToolError) throw error;
    const message = `The log ${file} cannot be read: ${(error as Error).message}.`;
    throw new ToolError('invalidScenario', message, 'Name a file of counts: CSV, or one JSON object per line.', {
      cause: error,
    });
  } finally {
    input.destroy();
  }
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new ToolError(
      'setupFailed',
      isThere
        ? `${file} is there already, and is not overwritten.`
        : `${file} cannot be written: ${(error as Error).message}.`,
      isThere ? 'Give another --out, or remove it.' : 'Give --out a place that can be written.',
      { cause: error },
    );
  }
}

/** Of the file, as a scenario may be called. */
function nameOf(file: string): string {
  const stem = basename(file).replace(/\..*$/u, '').toLowerCase();
  const name = stem.replaceAll(/[^a-z0-9]+/gu, '-').replaceAll(/^[^a-z]+|-+$/gu, '');
  return name === '' ? 'production' : name.slice(0, 80);
}
