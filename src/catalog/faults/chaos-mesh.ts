/** An experiment of Chaos Mesh in the Kubernetes cluster of a target: its networks, pods, disks or clocks. It ends there by itself, whatever becomes of paystorm. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { describeTargets, oneTarget } from '../../kit/fault-targets.js';
import { kubectl, kubectlShape } from './words/kubectl.js';
import { sightByWords, type Sight } from './words/sight.js';
import { nameShape, steppedFault, steppedShape } from './words/stepped-fault.js';

const settings = z
  .strictObject({
    ...steppedShape,
    ...kubectlShape,
    namespace: z.string().min(1).default('default').describe('Namespace of the experiment and of the pod.'),
    experiment: z
      .enum(['NetworkChaos', 'PodChaos', 'IOChaos', 'TimeChaos', 'StressChaos'])
      .describe('Kind of the experiment.'),
    pod: nameShape('The pod that it selects, unless `spec` says otherwise'),
    spec: z
      .record(z.string(), z.unknown())
      .describe('What its documents call `spec`, such as `action: partition`; selector, mode and duration are added.'),
  })
  .refine(oneTarget.check, oneTarget.message)
  .refine(({ spec }) => !('duration' in spec), {
    path: ['spec'],
    message: 'The duration of the experiment follows from the heal.',
  });
type Settings = z.output<typeof settings>;

/** These happen once, and have no duration. */
const instant: ReadonlySet<unknown> = new Set(['pod-kill', 'container-kill']);
/** In a plan: the name is made when it is injected. */
const unknownName = 'paystorm-{unique}';

export const chaosMesh = steppedFault<Settings>({
  kind: 'chaos-mesh',
  summary:
    'Applies an experiment of Chaos Mesh, with a duration that ends it there by itself; the heal deletes it. Needs --allow-exec.',
  label: 'Chaos Mesh experiment',
  settings,
  describe: ({ experiment, spec, ...aim }) =>
    `applies a ${experiment}${typeof spec['action'] === 'string' ? ` (${spec['action']})` : ''} of Chaos Mesh to ${describeTargets(aim)} and deletes it to heal`,
  script({ experiment, pod, spec, ...place }, name = unknownName) {
    const { namespace } = place;
    const resource = `${experiment.toLowerCase()}.chaos-mesh.org`;
    const manifest = {
      apiVersion: 'chaos-mesh.org/v1alpha1',
      kind: experiment,
      metadata: { name, namespace },
      spec: {
        mode: 'all',
        selector: { pods: { [namespace]: [pod] } },
        ...spec,
        ...(instant.has(spec['action']) ? {} : { duration: '{bound}s' }),
      },
    };
    return {
      note: { reads: (_out, node) => nameFor(node.name) },
      inject: [kubectl(place, ['apply', '-f', '-'], manifest)],
      heal: [kubectl(place, ['delete', resource, name, '--ignore-not-found'])],
      check: {
        step: kubectl(place, [
          'get',
          resource,
          name,
          '--ignore-not-found',
          '-o',
          "jsonpath={.status.conditions[?(@.type=='AllInjected')].status}",
        ]),
        reads: sightByWords(readInjected),
      },
    };
  },
});

/** As Kubernetes allows it (RFC 1123), and no other run's: to apply one's own must not change what is another's. */
function nameFor(node: string): string {
  const slug = node.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-');
  return ['paystorm', slug.replaceAll(/^-|-$/gu, ''), randomBytes(4).toString('hex')]
    .filter((part) => part !== '')
    .join('-');
}

/** Whether all is injected; nothing is said of an experiment that is not there, and one that is not whole is not gone. */
function readInjected(isInjected: string): Sight {
  if (isInjected === '') return 'gone';
  return isInjected === 'True' ? 'seen' : 'unknown';
}
