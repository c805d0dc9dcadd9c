/** `paystorm cluster`: servers of paystorm's own for a longer look, by the same code that runs use. */
import { createCatalog } from '../catalog/index.js';
import { ToolError } from '../kit/error.js';
import { exitCodes } from '../model/exit-code.js';
import { defineCommand } from './define-command.js';
import { clusterDown, clusterStatus, clusterUp, signalNode, startable } from './cluster/actions.js';
import { healFirst, tidyUp } from './tidy-up.js';

const actions = ['up', 'status', 'kill', 'restart', 'down'] as const;

export interface ClusterArgs {
  readonly action: (typeof actions)[number];
  readonly node?: string | undefined;
  readonly id?: string | undefined;
  readonly topology: string;
  readonly json?: boolean | undefined;
}

export const clusterCommand = defineCommand<ClusterArgs>({
  examples: [
    ['cluster up --topology galera', 'three nodes; prints how to reach them'],
    ['cluster kill node-b', 'SIGKILL'],
    ['cluster restart node-b', 'start it again and wait until it has rejoined'],
    ['cluster down', 'end them and delete their data'],
  ],
  options: (parser) =>
    parser
      .positional('action', { choices: actions, demandOption: true, describe: 'What to do' })
      .positional('node', { type: 'string', describe: 'The node, for kill and restart' })
      .option('topology', {
        type: 'string',
        requiresArg: true,
        default: 'galera',
        describe: `What to start: ${startable(createCatalog()).join(', ')}`,
      })
      .option('id', { type: 'string', requiresArg: true, describe: 'Which cluster, when several are running' })
      .option('json', { type: 'boolean', describe: 'Print as JSON' }),
  async run(args, context) {
    const catalog = createCatalog();
    const site = { catalog, context, id: args.id };
    if (args.action === 'up' && args.id !== undefined) {
      const message = '--id chooses a cluster that runs, and "cluster up" names the new one itself.';
      throw new ToolError('invalidScenario', message, 'Leave --id out; paystorm cluster status tells the name.');
    }
    if (args.action === 'status') {
      await clusterStatus(site, args.json === true);
      return exitCodes.pass;
    }
    await (args.action === 'up' ? tidyUp(catalog, context) : healFirst(catalog, context));
    if (args.action === 'up') await clusterUp(args.topology, site);
    else if (args.action === 'down') await clusterDown(site);
    else await signalNode(args.action, nodeOf(args), site);
    return exitCodes.pass;
  },
});

function nodeOf({ action, node }: ClusterArgs): string {
  if (node !== undefined) return node;
  throw new ToolError(
    'invalidScenario',
    `Which node? "cluster ${action}" needs its name.`,
    'See: paystorm cluster status',
  );
}
