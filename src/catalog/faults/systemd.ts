/** A service of a target that others run is killed, stopped or frozen by systemd, on another machine by ssh. */
import { z } from 'zod';
import type { CommandEnd } from '../../host/given-command.js';
import { describeTargets, oneTarget } from '../../kit/fault-targets.js';
import { shellLine } from '../../kit/shell-line.js';
import { seenWhere, sightByWords, type Sight } from './words/sight.js';
import type { Command, Script } from './words/steps.js';
import { steppedFault, steppedShape } from './words/stepped-fault.js';

const settings = z
  .strictObject({
    ...steppedShape,
    action: z
      .enum(['kill', 'stop', 'freeze'])
      .describe(
        'All its processes killed with SIGKILL, stopped in order, or frozen. What systemd restarts by itself comes back sooner.',
      ),
    unit: z
      .string()
      .regex(/^[\w@.:{}-]+$/u, 'a unit is named by letters, digits and @ . : _ -')
      .describe('The unit, such as mariadb.service.'),
    ssh: z
      .string()
      .regex(/^[^-\s][^\s]*$/u, 'where ssh goes is one word, such as root@db.test')
      .optional()
      .describe(
        'Where it runs, such as root@{host}, reached by ssh with a key; this machine when left out. What was ordered there goes on when ssh is ended, until the order of the heal takes its place.',
      ),
    sudo: z.boolean().default(false).describe('Whether sudo is needed there, which must ask for no password.'),
  })
  .refine(oneTarget.check, oneTarget.message);
type Settings = z.output<typeof settings>;

const verbs = {
  kill: ['kills', 'starts it again'],
  stop: ['stops', 'starts it again'],
  freeze: ['freezes', 'thaws it'],
} as const;
/** By which `is-active` says that a unit does not run, or is not known; it ends with others when it cannot tell. */
const notRunningCodes: ReadonlySet<number | null> = new Set([3, 4]);

export const systemd = steppedFault<Settings>({
  kind: 'systemd',
  summary:
    'Kills, stops or freezes a service with systemctl, on another machine by ssh; the heal undoes it. Needs --allow-exec.',
  label: 'service hit',
  settings,
  takes: () => ['process'],
  describe: ({ action, unit, ...aim }) =>
    `${verbs[action][0]} ${unit} of ${describeTargets(aim)} and ${verbs[action][1]} to heal`,
  script({ action, unit, ...place }): Script {
    const run = (...words: readonly string[]): Command => there(['systemctl', ...words, unit], place);
    if (action === 'freeze') {
      return {
        inject: [run('freeze')],
        heal: [run('thaw')],
        check: { step: run('show', '--property=FreezerState', '--value'), reads: sightByWords(readFreezer) },
      };
    }
    return {
      inject: [action === 'kill' ? run('kill', '--signal=SIGKILL') : run('stop')],
      heal: [run('start')],
      check: { step: run('is-active'), reads: readActivity },
    };
  },
});

function readActivity({ code, out }: CommandEnd): Sight {
  if (code === 0) return 'gone';
  return notRunningCodes.has(code) && out !== '' ? 'seen' : 'unknown';
}

/** It is silent where it cannot freeze. */
function readFreezer(state: string): Sight {
  return state === '' ? 'unknown' : seenWhere(state !== 'running');
}

/** A shell on the other side takes the words apart again. ssh asks nobody, and gives up on a machine that is silent. */
function there(words: readonly string[], { ssh, sudo }: Pick<Settings, 'ssh' | 'sudo'>): Command {
  const argv = sudo ? ['sudo', '-n', ...words] : words;
  if (ssh === undefined) return { argv };
  return { argv: ['ssh', '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=5', ssh, shellLine({ argv })] };
}
