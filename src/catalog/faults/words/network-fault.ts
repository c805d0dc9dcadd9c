/** What every fault between clients and nodes has in common: it puts its toxic into the proxy before its nodes, and takes it out to heal. */
import { canonicalJson } from '../../../kit/canonical-json.js';
import { networkOf } from '../../../kit/capability-of.js';
import { atEachNode, mentionsOf, resolveTargets, type TargetSettings } from '../../../kit/fault-targets.js';
import type { FaultKind, FaultTargets } from '../../../model/fault.js';
import type { Toxic } from '../../../model/network.js';

type Told = 'kind' | 'summary' | 'label' | 'settings' | 'describe' | 'flaw';

interface NetworkFault<Settings extends TargetSettings> extends Pick<FaultKind<Settings>, Told> {
  readonly toxic: Toxic<Settings>;
}

export function networkFault<Settings extends TargetSettings>(fault: NetworkFault<Settings>): FaultKind<Settings> {
  const { kind } = fault;
  return {
    ...fault,
    requires: ['network'],
    examples: atEachNode(),
    mentions: mentionsOf,
    resolve: (settings, cluster) => ({ nodes: resolveTargets(settings, cluster) }),
    async inject({ cluster, targets, settings }) {
      await networkOf(cluster).poison({ id: idOf(kind, targets), kind, nodes: targets.nodes, settings });
    },
    async isEffective({ cluster, targets }) {
      const effect = await cluster.network?.effectOf(idOf(kind, targets));
      return effect !== undefined && effect !== null && effect > 0;
    },
    // The proxy of a runner that died has died with it.
    async heal({ cluster, targets }) {
      await cluster.network?.cure(idOf(kind, targets));
    },
  };
}

/** The same kind does not strike the same node twice at a time. */
function idOf(kind: string, { nodes }: FaultTargets): string {
  return `${kind} ${canonicalJson(nodes)}`;
}
