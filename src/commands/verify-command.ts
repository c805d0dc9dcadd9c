/** `paystorm verify`: reconciles a stored run with the ledger again where its servers still stand, and judges it anew. */
import { statSync } from 'node:fs';
import { createCatalog } from '../catalog/index.js';
import { createSystemClock } from '../kit/clock.js';
import { readEvents } from '../journal/event-log.js';
import { eventPath } from '../journal/run-directory.js';
import { ToolError } from '../kit/error.js';
import type { RunHeader } from '../model/journal.js';
import type { Catalog } from '../model/registry.js';
import type { Cluster } from '../model/topology.js';
import type { CommandContext } from './context.js';
import { defineCommand, verdictEnds } from './define-command.js';
import { refuseDigestAlone, verifyNamedBundle } from './bundle/verify-named-bundle.js';
import { auditAgain } from './audit-again.js';
import { findRunCluster } from './find-run-cluster.js';
import { findRunFolder, keepEarlier, storedHeader } from './run-folder.js';
import { allowStoredOption, catalogOfRun, type Leave } from './stored-operations.js';
import { healFirst } from './tidy-up.js';
import { artefactsOf, shownPath, writeReports, type OutputArgs } from './write-reports.js';

const liveMs = 5_000;

interface VerifyArgs extends OutputArgs, Leave {
  readonly run: string;
  readonly target?: readonly string[] | undefined;
  readonly bundle?: string | undefined;
  readonly digest?: string | undefined;
}

export const verifyCommand = defineCommand<VerifyArgs>({
  examples: [
    ['verify last', 'the newest run under reports/'],
    ['verify --bundle evidence.tar.gz', 'what paystorm bundle has made: every file, and the verdict again'],
    ['verify reports/ci --target mysql://app:secret@127.0.0.1:3306', 'a run against a server of your own'],
  ],
  ends: verdictEnds,
  options: (parser) =>
    parser
      .positional('run', { type: 'string', default: 'last', describe: 'Folder of the run, or "last"' })
      .option('target', {
        type: 'string',
        array: true,
        requiresArg: true,
        describe: 'URL of each node of an external target, in the order of the run: passwords are not stored',
      })
      .option('bundle', {
        type: 'string',
        requiresArg: true,
        describe: 'Check a bundle of evidence, archive or folder, in place of a run',
      })
      .option('digest', {
        type: 'string',
        requiresArg: true,
        describe: "SHA-256 of the bundle's manifest, as it was noted when it was made",
      })
      .option('allow-exec', allowStoredOption)
      .option('json', { type: 'boolean', describe: 'Print the record, or of a bundle what was found, as JSON' })
      .option('quiet', { type: 'boolean', describe: 'Print one line: verdict, exit code, folder' }),
  async run(args, context) {
    const builtIn = createCatalog();
    if (args.bundle !== undefined) return await verifyNamedBundle(args.bundle, args, builtIn, context.terminal);
    refuseDigestAlone(args);
    await healFirst(builtIn, context);
    const directory = await findRunFolder(args.run);
    const catalog = await catalogOfRun(directory, builtIn, args);
    const header = storedHeader(directory);
    const cluster = await findTarget(header, { directory, args, catalog, context });
    if (cluster === null)
      context.terminal.err('The servers of this run are gone: the verdict rests on what its journal holds.\n');
    else {
      const onProgress = (text: string): void => context.terminal.err(`${text}\n`);
      await auditAgain({ directory, header, cluster, catalog, onProgress });
      const kept = await keepEarlier(directory, artefactsOf(catalog));
      if (kept !== null) onProgress(`What the run said before is kept in ${shownPath(kept)}.`);
    }
    return await writeReports(directory, catalog, context, args);
  },
});

interface Site {
  readonly directory: string;
  readonly args: VerifyArgs;
  readonly catalog: Catalog;
  readonly context: CommandContext;
}

/** The servers of the run: paystorm's own when they still stand, others by the URLs given anew. */
async function findTarget(header: RunHeader, { directory, args, catalog, context }: Site): Promise<Cluster | null> {
  const { signal, terminal } = context;
  const options = {
    clock: createSystemClock(),
    signal,
    onProgress: (text: string) => terminal.err(`${text}\n`),
    connectionsMax: 0,
    runDirectory: null,
    isKept: false,
  };
  if (header.topology === 'external') {
    if (isBeingWritten(directory)) throw stillRunning(directory);
    const external = catalog.topologies.get('external');
    const urls = args.target ?? [];
    if (urls.length !== header.nodes.length) {
      const message = `The run used ${header.nodes.length} external nodes, and ${urls.length} URLs are given.`;
      throw new ToolError(
        'setupFailed',
        message,
        'Give each with --target mysql://user:password@host:port, in the order of the run.',
      );
    }
    const nodes = header.nodes.map((node, index) => ({ ...node, url: urls[index] }));
    return external.start(external.settings.parse({ nodes }), options);
  }
  const found = await findRunCluster(directory, header);
  if (found === null) return null;
  if (found.file.owner !== null && !found.isLeftover) throw stillRunning(directory);
  const { attach } = catalog.topologies.get(found.file.topology);
  return attach === undefined ? null : attach(found.directory, options);
}

/** Only a run in progress writes that often; nobody tells of the runner of servers that others run. */
function isBeingWritten(directory: string): boolean {
  if (readEvents(directory).some((event) => event.kind === 'run-finished')) return false;
  const sinceMs = Date.parse(createSystemClock().wallClockIso()) - statSync(eventPath(directory)).mtimeMs;
  return sinceMs < liveMs;
}

function stillRunning(directory: string): ToolError {
  const message = `The run in ${directory} is still going on.`;
  return new ToolError('guardRefused', message, 'Wait until it has ended; it reads its ledger back by itself.');
}
