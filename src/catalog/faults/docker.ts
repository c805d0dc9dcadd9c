/** A container of a target that others run is killed, stopped, frozen, or cut off from a network. */
import { z } from 'zod';
import { describeTargets, oneTarget } from '../../kit/fault-targets.js';
import type { NodeName } from '../../model/topology.js';
import { connectOptions, holds, membershipIn, type Membership } from './words/docker-network.js';
import { seenWhere, sightByWords } from './words/sight.js';
import { fillText, type Check, type Command, type Note, type Script } from './words/steps.js';
import { nameShape, steppedFault, steppedShape } from './words/stepped-fault.js';

const settings = z
  .strictObject({
    ...steppedShape,
    action: z
      .enum(['kill', 'stop', 'pause', 'disconnect'])
      .describe(
        'Killed at once, stopped in order, frozen, or taken out of a network. The daemon goes on with a stop when the command is ended that ordered it.',
      ),
    container: nameShape('The container'),
    network: z.string().min(1).optional().describe('The network that it is taken out of, to `disconnect`.'),
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
  script({ action, container, network = '' }, former): Script {
    const run = (...words: readonly string[]): Command => ({ argv: ['docker', ...words, container] });
    const byState = (isHit: (state: string) => boolean): Check => ({
      step: run('inspect', '--format', '{{.State.Status}}'),
      reads: sightByWords((out) => seenWhere(isHit(out))),
    });
    if (action === 'disconnect') {
      const step = run('inspect', '--format', '{{json .NetworkSettings.Networks}}');
      const membershipAt = (out: string, node: NodeName) => membershipIn(out, fillText(network, node));
      const options = former === undefined ? unknownOptions : connectOptions(JSON.parse(former) as Membership);
      return {
        note: { step, reads: (out, node) => noteOf(out, fillText(network, node)) },
        inject: [run('network', 'disconnect', network)],
        heal: [run('network', 'connect', ...options, network)],
        check: { step, reads: sightByWords((out, node) => seenWhere(!isAsBefore(membershipAt(out, node), former))) },
      };
    }
    if (action === 'pause') {
      const check = byState((state) => state === 'paused');
      return { inject: [run('pause')], heal: [run('unpause')], check };
    }
    const note: Note = { step: run('inspect', '--format', '{{.HostConfig.AutoRemove}}'), reads: refuseFleeting };
    return { note, inject: [run(action)], heal: [run('start')], check: byState((state) => state !== 'running') };
  },
});

/** In a plan: what it has there is only known when it is taken out. */
const unknownOptions = ['--alias', '{alias}', '--ip', '{ip}'];

function noteOf(networks: string, network: string): string {
  const membership = membershipIn(networks, network);
  if (membership !== null) return JSON.stringify(membership);
  throw new Error(`its container is not in the network ${network}: name by \`network\` one that it is in.`);
}

function isAsBefore(now: Membership | null, former: string | undefined): boolean {
  return now !== null && (former === undefined || holds(now, JSON.parse(former) as Membership));
}

function refuseFleeting(isRemoved: string): null {
  if (isRemoved !== 'true') return null;
  throw new Error(
    'its container was started with --rm: once it ends, docker removes it with its anonymous volumes, and nothing could start it again. Use `action: pause`, or start it without --rm.',
  );
}
