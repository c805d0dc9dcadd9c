/** Any command, with the one that undoes it: for whatever a team already has a script for. */
import { z } from 'zod';
import { describeTargets, oneTarget } from '../../kit/fault-targets.js';
import { shellLine } from '../../kit/shell-line.js';
import { fillAim, type Command, type Script } from './words/steps.js';
import { steppedFault, steppedShape } from './words/stepped-fault.js';

const argv = z.array(z.string().max(10_000)).min(1).max(200);
const reference = /^\$\{[^}]+\}$/u;

const settings = z
  .strictObject({
    ...steppedShape,
    do: argv.describe(
      'The command that breaks it: its program and its words, without a shell. {node}, {zone}, {host}, {port} stand for the node, {lasts} and {bound} for the seconds until the heal and until it must end by itself; ${VAR} is put in when it runs. What it has started elsewhere, as by ssh, kubectl exec or docker exec, goes on there when it is ended: bound it there, as by `timeout {lasts}`, or let `undo` end it first.',
    ),
    undo: z
      .union([z.literal('none'), argv])
      .describe(
        'The command that undoes it, which may run twice and when nothing is broken; or `none`, with a reason.',
      ),
    reason: z.string().min(1).optional().describe('Why nothing has to be undone.'),
    check: argv
      .optional()
      .describe(
        'A command that ends with 0 while the effect is there, and with another code when it is gone. One above 123, as of a shell, docker or ssh that got nowhere, or none in time, tells nothing, and then nothing counts as healed. Without a check, a `do` or `undo` that ends with 0 is believed.',
      ),
    cwd: z.string().min(1).optional().describe('Directory to run in; where paystorm was started when left out.'),
    env: z
      .record(
        z.string().regex(/^[A-Za-z_]\w*$/u, 'a variable is named by letters, digits and _'),
        // Not checked as a pattern: what a pattern refuses is quoted, and this may be a password.
        z
          .string()
          .refine((text) => reference.test(text), 'A variable is given by reference only, such as ${DB_PASSWORD}.')
          .meta({ pattern: reference.source }),
      )
      .default({})
      .describe(
        'Variables for the commands beside those that paystorm has itself, each by reference: `MYSQL_PWD: ${DB_PASSWORD}`.',
      ),
  })
  .refine(oneTarget.check, oneTarget.message)
  .refine(({ undo, reason }) => (undo === 'none') === (reason !== undefined), {
    path: ['undo'],
    message: 'Say by `undo` how it is undone; where nothing has to be, say `undo: none`, and the reason.',
  });
type Settings = z.output<typeof settings>;

export const exec = steppedFault<Settings>({
  kind: 'exec',
  summary: 'Runs a command of yours, and to heal the one that undoes it. Needs --allow-exec.',
  label: 'command',
  settings,
  keepsReferences: ['do', 'undo', 'check', 'env'],
  describe: ({ do: words, undo, ...aim }) =>
    `runs \`${shellLine({ argv: words.map((word) => fillAim(word, aim)), hasReferences: true })}\` on ${describeTargets(aim)}${undo === 'none' ? '' : ' and undoes it to heal'}`,
  script({ do: words, undo, reason, check, cwd, env }): Script {
    // Whoever heals may stand elsewhere, and any word may be a path.
    const command = (each: readonly string[]): Command => ({ argv: each, cwd: cwd ?? '.', env, hasReferences: true });
    return {
      inject: [command(words)],
      heal: undo === 'none' ? { none: reason ?? '' } : [command(undo)],
      check: check === undefined ? null : { step: command(check) },
    };
  },
});
