/** What every fault between clients and nodes has in common: it puts its toxic into the proxy before its nodes, and takes it out to heal. */
import { canonicalJson } from '../../../kit/canonical-json.js';
import { networkOf } from '../../../kit/capability-of.js';
import { atEachNode, mentionsOf, resolveTargets, type TargetSettings } from '../../../kit/fault-targets.js';
import type { FaultContext, FaultKind } from '../../../model/fault.js';
import type { Toxic } from '../../../model/network.js';

type Told = 'kind' | 'summary' | 'label' | 'settings' | 'describe' | 'flaw' | 'takes' | 'breaks' | 'examples';

interface NetworkFault<Settings extends TargetSettings> extends Pick<FaultKind<Settings>, Told> {
  readonly toxic: Toxic<Settings>;
}

export function networkFault<Settings extends TargetSettings>(fault: NetworkFault<Settings>): FaultKind<Settings> {
  const { kind } = fault;
  return {
    examples: atEachNode(),
    ...fault,
    requires: ['network'],
    mentions: mentionsOf,
    resolve: (settings, cluster) => ({ nodes: resolveTargets(settings, cluster) }),
    async inject(context) {
      const { cluster, targets, settings } = context;
      await networkOf(cluster).poison({ id: idOf(context), kind, nodes: targets.nodes, settings });
    },
    async isEffective(context) {
      const effect = await context.cluster.network?.effectOf(idOf(context));
      return effect !== undefined && effect !== null && effect > 0;
    },
    // The proxy of a runner that died has died with it.
    async heal(context) {
      await context.cluster.network?.cure(idOf(context));
    },
  };
}

/** Each fault has a poison of its own, so that its heal ends no other's. */
function idOf({ name, targets }: FaultContext): string {
  return `${name} ${canonicalJson(targets.nodes)}`;
}
