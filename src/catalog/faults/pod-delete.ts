/** A pod of a target that others run is deleted without a farewell, as when its machine is lost; its controller starts another. */
import { z } from 'zod';
import { describeTargets, oneTarget } from '../../kit/fault-targets.js';
import { kubectl, kubectlShape } from './words/kubectl.js';
import { ownerNote, readyCheck } from './words/pod-owner.js';
import { nameShape, steppedFault, steppedShape } from './words/stepped-fault.js';

const settings = z
  .strictObject({ ...steppedShape, ...kubectlShape, pod: nameShape('The pod') })
  .refine(oneTarget.check, oneTarget.message);

export const podDelete = steppedFault<z.output<typeof settings>>({
  kind: 'pod-delete',
  summary:
    'Deletes a pod of a StatefulSet, ReplicaSet (as Deployments have) or DaemonSet at once with kubectl; the heal waits until the one that its controller starts is ready. Needs --allow-exec.',
  label: 'pod deleted',
  settings,
  takes: () => ['process'],
  describe: ({ pod, ...aim }) =>
    `deletes the pod ${pod === '{node}' ? 'of' : `${pod} of`} ${describeTargets(aim)} at once; its controller starts another`,
  script: ({ pod, ...place }, owner) => ({
    note: ownerNote(pod, place),
    inject: [kubectl(place, ['delete', 'pod', pod, '--force', '--grace-period=0'])],
    heal: { none: 'The controller of the pod starts another.' },
    check: readyCheck(pod, owner, place),
  }),
});
