/** A container of a target that others run is killed, stopped, frozen, or cut off from a network. */
import { z } from 'zod';
import { describeTargets, oneTarget } from '../../kit/fault-targets.js';
import { seenWhere, sightByWords } from './words/sight.js';
import type { Check, Command, Script } from './words/steps.js';
import { nameShape, steppedFault, steppedShape } from './words/stepped-fault.js';

const settings = z
  .strictObject({
    ...steppedShape,
    action: z
      .enum(['kill', 'stop', 'pause', 'disconnect'])
      .describe('Killed at once, stopped in order, frozen, or taken out of a network.'),
    container: nameShape('The container'),
    network: z.string().min(1).optional().describe('The network that it is taken out of, to `disconnect`.'),
    aliases: z
      .array(z.string().min(1))
      .default([])
      .describe('Other names that it had in that network, which it would come back without.'),
  })
  .refine(oneTarget.check, oneTarget.message)
  .refine(({ action, network }) => (action === 'disconnect') === (network !== undefined), {
    path: ['network'],
    message: 'To `disconnect`, and only then, a network is named.',
  });
type Settings = z.output<typeof settings>;

const verbs = {
  kill: ['kills', 'starts it again'],
  stop: ['stops', 'starts it again'],
  pause: ['freezes', 'lets it go on'],
  disconnect: ['cuts off', 'connects it again'],
} as const;

export const docker = steppedFault<Settings>({
  kind: 'docker',
  summary: 'Kills, stops, pauses or disconnects a container with docker; the heal undoes it. Needs --allow-exec.',
  label: 'container hit',
  settings,
  takes: ({ network }) => [network === undefined ? 'process' : `network ${network}`],
  describe: ({ action, container, ...aim }) =>
    `${verbs[action][0]} the container ${container === '{node}' ? 'of' : `${container} of`} ${describeTargets(aim)} and ${verbs[action][1]} to heal`,
  script({ action, container, network = '', aliases }): Script {
    const run = (...words: readonly string[]): Command => ({ argv: ['docker', ...words, container] });
    const byState = (isHit: (state: string) => boolean): Check => ({
      step: run('inspect', '--format', '{{.State.Status}}'),
      reads: sightByWords((out) => seenWhere(isHit(out))),
    });
    if (action === 'disconnect') {
      const names = aliases.flatMap((alias) => ['--alias', alias]);
      return {
        inject: [run('network', 'disconnect', network)],
        heal: [run('network', 'connect', ...names, network)],
        check: {
          step: run('inspect', '--format', '{{range $name, $_ := .NetworkSettings.Networks}}{{println $name}}{{end}}'),
          reads: sightByWords((out) => seenWhere(!out.split(/\s+/u).includes(network))),
        },
      };
    }
    if (action === 'pause') {
      const check = byState((state) => state === 'paused');
      return { inject: [run('pause')], heal: [run('unpause')], check };
    }
    return { inject: [run(action)], heal: [run('start')], check: byState((state) => state !== 'running') };
  },
});
