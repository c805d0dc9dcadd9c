/** Who starts another pod in place of one that was deleted, and how it says that this one is ready: under the same name, or only in its count of them. */
import { kubectl, type KubectlPlace } from './kubectl.js';
import { seenWhere, sightByWords, type Sight } from './sight.js';
import type { Check, Note } from './steps.js';

/** Of a controller whose pods get new names: how many it wants, and how many of them are ready. */
const counts: Readonly<Record<string, string>> = {
  ReplicaSet: '{.spec.replicas} {.status.readyReplicas}',
  ReplicationController: '{.spec.replicas} {.status.readyReplicas}',
  DaemonSet: '{.status.desiredNumberScheduled} {.status.numberReady}',
};
const keepsNames = 'StatefulSet';

/** What is noted is the kind and the name of the controller. */
export function ownerNote(pod: string, place: KubectlPlace): Note {
  const owner = 'jsonpath={range .metadata.ownerReferences[?(@.controller==true)]}{.kind} {.name}{end}';
  return { step: kubectl(place, ['get', 'pod', pod, '-o', owner]), reads: refuseOthers };
}

function refuseOthers(owner: string): string {
  const [kind = ''] = owner.split(' ');
  if (kind === keepsNames || kind in counts) return owner;
  const who =
    kind === ''
      ? 'no controller owns its pod, so nothing would start another'
      : `its pod belongs to a ${kind}, and only of ${[keepsNames, ...Object.keys(counts)].join(', ')} it is known how their pods come back`;
  throw new Error(`${who}. Delete it by an \`exec\` of your own, with an \`undo\` and a \`check\`.`);
}

/** `owner` as noted; in a plan, where it is not known yet, as of one that keeps names. */
export function readyCheck(pod: string, owner: string | undefined, place: KubectlPlace): Check {
  const [kind = '', name = ''] = owner?.split(' ') ?? [];
  const count = counts[kind];
  if (count !== undefined) {
    const step = kubectl(place, ['get', kind.toLowerCase(), name, '-o', `jsonpath=${count}`]);
    return { step, reads: sightByWords(readCounts) };
  }
  const isReady = "jsonpath={.status.conditions[?(@.type=='Ready')].status}";
  return {
    step: kubectl(place, ['get', 'pod', pod, '--ignore-not-found', '-o', isReady]),
    reads: sightByWords((ready) => seenWhere(ready !== 'True')),
  };
}

/** A count of none is left out. */
function readCounts(out: string): Sight {
  const [wanted = '', ready = ''] = out.split(' ');
  return wanted === '' ? 'unknown' : seenWhere(Number(ready) < Number(wanted));
}
