/** Whether servers that others run are whole: nobody here has started them or knows their roles, so what counts is what each says of itself. */
import { pollUntil } from '../kit/abort.js';
import { ToolError } from '../kit/error.js';
import { shadow } from '../kit/shadow.js';
import type { Clock } from '../model/clock.js';
import type { Flavor, NodeHealth } from '../model/flavor.js';
import type { Cluster, Endpoint } from '../model/topology.js';
import { askHealth } from '../mysql/ask-health.js';
import { ask } from '../mysql/await-answer.js';

const lookEveryMs = 200;

/** The same cluster, whole when every node is in a role and one takes writes. A node that may not be asked is taken at its answer. */
export function healthByFlavor(cluster: Cluster, flavor: Flavor, clock: Clock): Cluster {
  const awaitHealthy: Cluster['awaitHealthy'] = async (bounds) => {
    let trouble: readonly string[] = [];
    const look = async (): Promise<boolean> => {
      const seen = await Promise.all(cluster.nodes.map((node) => healthOf(node, flavor)));
      trouble = troubleOf(cluster.nodes, seen);
      return trouble.length === 0;
    };
    if (await pollUntil(look, { clock, everyMs: lookEveryMs, ...bounds })) return;
    throw new ToolError('setupFailed', `${trouble.join('; ')}.`, "See the servers' logs and their replication.");
  };
  return shadow(cluster, { awaitHealthy });
}

function healthOf(node: Endpoint, flavor: Flavor): Promise<NodeHealth | null> {
  return ask(node, (query) => askHealth(flavor, query)).catch(() => null);
}

function troubleOf(nodes: readonly Endpoint[], seen: readonly (NodeHealth | null)[]): readonly string[] {
  const ofNodes = nodes.flatMap(({ name }, index) => {
    const health = seen[index] ?? null;
    if (health === null) return [`${name} does not answer`];
    const { state, detail, isReplicating } = health;
    if (isReplicating === false) return [`${name} does not replicate (${detail})`];
    const isInRole = state === 'serving' || state === 'read-only' || state === 'unknown';
    return isInRole ? [] : [`${name} is ${state}${detail === '' ? '' : ` (${detail})`}`];
  });
  return seen.every((health) => health?.state === 'read-only') ? [...ofNodes, 'No node takes writes'] : ofNodes;
}
