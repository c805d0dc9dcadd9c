/** What faults on the links between nodes have in common. */
import { networkObstacle } from '../../../host/network/node-network.js';
import { canonicalJson } from '../../../kit/canonical-json.js';
import { linksOf } from '../../../kit/capability-of.js';
import { resolveTargets, type TargetSettings } from '../../../kit/fault-targets.js';
import type { FaultContext, FaultKind, Obstacle } from '../../../model/fault.js';
import type { Link } from '../../../model/links.js';
import type { NodeName } from '../../../model/topology.js';
import type { Names } from './links.js';

type Told = 'kind' | 'summary' | 'label' | 'settings' | 'examples' | 'describe' | 'mentions' | 'breaks' | 'separates';

interface LinkFault<Settings extends TargetSettings> extends Pick<FaultKind<Settings>, Told> {
  /** Of the packets that is lost. */
  readonly share: (settings: Settings) => number;
  /** The nodes that lose the others. Not asked where a role chooses, which only the running cluster knows. */
  readonly aimOf: (settings: Settings, nodes: readonly NodeName[]) => Names;
  readonly linksOfAim: (settings: Settings, aim: Names, all: Names) => readonly Link[];
  /** What else can be wrong with it, which is told first. */
  readonly flawOf?: (settings: Settings, nodes: readonly NodeName[]) => Obstacle | null;
}

export function linkFault<Settings extends TargetSettings>(fault: LinkFault<Settings>): FaultKind<Settings> {
  const { share, aimOf, linksOfAim, flawOf, ...told } = fault;
  const idOf = ({ settings, targets }: Pick<FaultContext<Settings>, 'settings' | 'targets'>): string =>
    `${told.kind} ${canonicalJson({ settings, nodes: targets.nodes })}`;
  return {
    ...told,
    requires: ['partition'],
    obstacle,
    flaw(settings, nodes) {
      const own = flawOf?.(settings, nodes) ?? null;
      if (own !== null || settings.role !== undefined) return own;
      const isAny = linksOfAim(settings, aimOf(settings, nodes), namesOf(nodes)).length > 0;
      const reason = `Among the ${nodes.length} nodes of the target there is nothing for this to come between.`;
      return isAny ? null : { reason, alternative: 'Aim it at a part of the nodes.' };
    },
    resolve: (settings, cluster) => ({
      nodes: settings.role === undefined ? aimOf(settings, cluster.nodes) : resolveTargets(settings, cluster),
    }),
    async inject({ cluster, settings, targets, boundMs }) {
      const links = linksOfAim(settings, targets.nodes, namesOf(cluster.nodes));
      await linksOf(cluster).lose({ id: idOf({ settings, targets }), links, share: share(settings), boundMs });
    },
    // Something is always sent: servers that hear nothing of each other ask again.
    isEffective: async (context) => ((await context.cluster.links?.droppedBy(idOf(context))) ?? 0) > 0,
    // Only what this fault has cut: another may have cut the same link.
    heal: async (context) => context.cluster.links?.restore(idOf(context)),
  };
}

/** Those that `node` or `zone` names. */
export function chosenOf({ node, zone }: TargetSettings, nodes: readonly NodeName[]): Names {
  return namesOf(nodes.filter((each) => each.name === node || each.zone === zone));
}

export function namesOf(nodes: readonly NodeName[]): Names {
  return nodes.map((node) => node.name);
}

async function obstacle(): Promise<Obstacle | null> {
  const reason = await networkObstacle();
  const alternative =
    'What comes nearest is black-hole, between clients and a node, or replication-stop, between a primary and its replicas.';
  return reason === null ? null : { reason, alternative };
}
