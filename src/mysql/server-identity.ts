/** What tells two servers apart, so that one that is given twice is not counted as two: by its own words, because names and addresses say nothing. */
import { addressOf } from '../kit/door.js';
import { ToolError } from '../kit/error.js';
import type { Query } from '../model/flavor.js';
import type { Endpoint } from '../model/topology.js';
import { ask } from './await-answer.js';
import { readVariables } from './read-variables.js';

const askTimeoutMs = 5_000;
/** MySQL has a UUID of its own; MariaDB is told apart by where it runs and where its data are. */
const marks = readVariables(['server_uuid', 'server_id', 'hostname', 'port', 'datadir']);

/** A server that is counted twice makes an outage look like half of one, and lets the only server be broken as one of two. */
export async function refuseSameServer(nodes: readonly Endpoint[]): Promise<void> {
  const seen = new Map<string, string>();
  for (const node of nodes) {
    // Who does not know such questions cannot be told apart.
    const identity = await identityOf(node);
    if (identity === null) continue;
    const other = seen.get(identity);
    if (other !== undefined) {
      throw new ToolError(
        'guardRefused',
        `${other} and ${node.name} are the same server (${addressOf(node)} says so itself): it would count as two nodes.`,
        'Give each server once, by one of its addresses.',
      );
    }
    seen.set(identity, node.name);
  }
}

/** Orders that an account sends past `node` must not reach a server that nobody has looked at. Where nothing tells, only the same address will do. */
export async function refuseOtherServer(node: Endpoint, administrator: Endpoint): Promise<void> {
  const [own, reached] = [await identityOf(node), await identityOf(administrator)];
  const isSame = own === null || reached === null ? addressOf(node) === addressOf(administrator) : own === reached;
  if (isSame) return;
  throw new ToolError(
    'guardRefused',
    `admin_url of ${node.name} leads to ${addressOf(administrator)}, and nothing shows that this is the server at ${addressOf(node)}: statements would go to one that was not looked at.`,
    'Give the address of the same server, with an account that may change its settings.',
  );
}

function identityOf(node: Endpoint): Promise<string | null> {
  return ask(node, serverIdentity, askTimeoutMs).catch(() => null);
}

/** Equal for the same server. Null where nothing tells: what stands in front of many servers answers for any of them. */
async function serverIdentity(query: Query): Promise<string | null> {
  const [row] = await query('SELECT @@version AS version');
  if (/vitess|oceanbase/iu.test(String(row?.['version']))) return null;
  const known = await marks(query);
  return known['hostname'] === undefined ? null : JSON.stringify(known);
}
