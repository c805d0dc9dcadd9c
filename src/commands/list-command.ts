/** `paystorm list`: everything a scenario can name, with a sentence each. */
import { createCatalog } from '../catalog/index.js';
import { exitCodes } from '../model/exit-code.js';
import { defineCommand } from './define-command.js';
import { readPlan } from './scenario-options.js';

interface ListArgs {
  readonly kind?: string | undefined;
  readonly scenario?: string | undefined;
  readonly json?: boolean | undefined;
}

const shown = [
  'topologies',
  'faults',
  'bugs',
  'operations',
  'shapes',
  'engines',
  'checks',
  'flavors',
  'reporters',
] as const;

export const listCommand = defineCommand<ListArgs>({
  examples: [
    ['list faults', 'only the faults'],
    ['list operations --scenario scenarios/own-operations.yaml', 'with those that the scenario brings with it'],
  ],
  options: (parser) =>
    parser
      .positional('kind', { choices: shown, describe: 'One kind only' })
      .option('scenario', {
        type: 'string',
        requiresArg: true,
        describe: 'A scenario whose own operations are listed, too',
      })
      .option('json', { type: 'boolean', describe: 'As JSON' }),
  async run({ scenario, ...args }, context) {
    const { terminal } = context;
    const builtIn = createCatalog();
    const { catalog } =
      scenario === undefined
        ? { catalog: builtIn }
        : await readPlan({ scenario, isOnlyShown: true, isWarned: true }, context, builtIn);
    const chosen = shown.filter((kind) => args.kind === undefined || args.kind === kind);
    const entries = chosen.map(
      (kind) => [kind, catalog[kind].all.map(({ kind: name, summary }) => ({ kind: name, summary }))] as const,
    );
    if (args.json) terminal.out(`${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
    else terminal.out(entries.map(([kind, list]) => section(kind, list)).join('\n'));
    return exitCodes.pass;
  },
});

function section(title: string, list: readonly { readonly kind: string; readonly summary: string }[]): string {
  const width = Math.max(...list.map((each) => each.kind.length));
  return `${title}\n${list.map((each) => `  ${each.kind.padEnd(width)}  ${each.summary}\n`).join('')}`;
}
