/** `paystorm bundle`: a run or a study as evidence to hand over, which anybody can check and judge again. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { createCatalog } from '../catalog/index.js';
import { createSystemClock } from '../kit/clock.js';
import { printJson } from '../kit/print-json.js';
import { messageOf, ToolError } from '../kit/error.js';
import type { Catalog } from '../model/registry.js';
import type { RtoRecord } from '../model/rto.js';
import { filesOfRun, filesOfStudy, type BundledFiles } from './bundle/bundled-files.js';
import { makeBundle, type BundleWish } from './bundle/make-bundle.js';
import { refuseSecrets } from './bundle/refuse-secrets.js';
import { tellBundle } from './bundle/tell-bundle.js';
import { defineCommand } from './define-command.js';
import { findRunFolder, storedHeader } from './run-folder.js';
import { allowStoredOption, type Leave } from './stored-operations.js';
import { shownPath } from './write-reports.js';
import { warn } from './warn.js';

interface BundleArgs extends Leave {
  readonly run: string;
  readonly to?: string | undefined;
  readonly json?: boolean | undefined;
}

export const bundleCommand = defineCommand<BundleArgs>({
  examples: [
    ['bundle last', 'beside the newest run, as a compressed archive'],
    ['bundle reports/audit --to evidence.tar.gz', 'a study with all of its repetitions'],
    ['verify --bundle evidence.tar.gz', 'what the auditor does'],
  ],
  options: (parser) =>
    parser
      .positional('run', { type: 'string', default: 'last', describe: 'Folder of the run or of the study, or "last"' })
      .option('to', {
        type: 'string',
        requiresArg: true,
        describe: 'Archive (.tar.gz), or a folder that is not there yet (default: FOLDER-evidence.tar.gz beside it)',
      })
      .option('allow-exec', allowStoredOption)
      .option('json', { type: 'boolean', describe: 'Print what was bundled as JSON and nothing else' }),
  async run({ run, to, json, allowExec }, { terminal }) {
    const catalog = createCatalog();
    const source = await sourceOf(run, catalog);
    const target = resolve(to ?? join(dirname(source.directory), `${basename(source.directory)}-evidence.tar.gz`));
    if (existsSync(target)) {
      const hint = 'Choose another with --to, or remove it: evidence is never overwritten.';
      throw new ToolError('guardRefused', `${target} is there already.`, hint);
    }
    await refuseSecrets(source.directory, source.files);
    const leave = { allowExec };
    const wish = { ...source, leave, madeAt: createSystemClock().wallClockIso(), target };
    const verified = await makeBundle(wish, catalog);
    if (json === true) {
      terminal.out(printJson({ bundle: target, ...verified }));
      return verified.exitCode;
    }
    if (verified.otherwise.length > 0)
      warn(
        terminal,
        'Another version of paystorm judged what is stored: judge it anew (paystorm report), then bundle it.',
      );
    if (source.leftOut.length > 0)
      warn(terminal, `Left out, as no part of the evidence: ${source.leftOut.join(', ')}.`);
    tellBundle(verified, true, terminal);
    terminal.out(`Bundle: ${shownPath(target)}\n`);
    terminal.out('Note the SHA-256 of the manifest elsewhere, or sign it: it vouches for every file.\n');
    return verified.exitCode;
  },
});

type Source = Omit<BundleWish, 'madeAt' | 'target' | 'leave'> & Pick<BundledFiles, 'leftOut'>;

async function sourceOf(named: string, catalog: Catalog): Promise<Source> {
  const study = named === 'last' ? null : await readStudy(resolve(named));
  return study === null ? runSource(await findRunFolder(named), catalog) : studySource(resolve(named), study, catalog);
}

async function runSource(directory: string, catalog: Catalog): Promise<Source> {
  const { plan } = storedHeader(directory);
  const found = await filesOfRun(directory, catalog);
  refuseUnjudged(directory, found.files, ['record.json']);
  return { directory, ...found, runFolders: [''], holds: 'run', scenario: plan.scenario };
}

async function studySource(directory: string, study: RtoRecord, catalog: Catalog): Promise<Source> {
  const { scenario, repetitions, pooled } = study;
  if (pooled !== undefined) {
    const message = `${directory} is a report over stored runs, which lie elsewhere.`;
    throw new ToolError('setupFailed', message, 'Bundle these runs, or the studies that they are of.');
  }
  const found = await filesOfStudy(directory, catalog);
  const runFolders = repetitions.map(({ folder }) => folder);
  const records = runFolders.map((folder) => `${folder}/record.json`);
  refuseUnjudged(directory, found.files, records);
  return { directory, ...found, runFolders, holds: 'study', scenario };
}

/** What has no record yet claims nothing that a bundle could prove. */
function refuseUnjudged(directory: string, files: readonly string[], records: readonly string[]): void {
  const missing = records.filter((record) => !files.includes(record));
  if (missing.length === 0) return;
  const message = `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing in ${directory}.`;
  throw new ToolError('setupFailed', message, 'Judge each such run first, with: paystorm report RUN.');
}

/** Null where the folder is none of a study. */
async function readStudy(directory: string): Promise<RtoRecord | null> {
  const path = join(directory, 'rto.json');
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(await readFile(path, 'utf8')) as RtoRecord;
  } catch (cause) {
    throw new ToolError('setupFailed', `${path} cannot be read: ${messageOf(cause)}.`, 'Name the folder of a run.', {
      cause,
    });
  }
}
