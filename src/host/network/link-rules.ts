/**
 * What drops packets between nodes, as text for nft: a table for each loss, so that ending one touches no other. The pairs are elements that expire, so that
 * the network is whole again when nobody is left to mend it; what was dropped is counted.
 */

export interface LinkLossRules {
  /** Addresses of sender and receiver. */
  readonly links: readonly (readonly [from: string, to: string])[];
  readonly share: number;
  readonly boundMs: number;
}

/** Shares are told to a thousandth of a per cent. */
const parts = 100_000;

/** In one step: what the table held before is gone when it is there anew. */
export function linkLossRules(table: string, { links, share, boundMs }: LinkLossRules): string {
  const chance = share >= 1 ? '' : `numgen random mod ${parts} < ${Math.round(share * parts)} `;
  const elements = links.map(([from, to]) => `${from} . ${to} timeout ${Math.ceil(boundMs)}ms`);
  return `${noRules(table)}table bridge ${table} {
  counter dropped { }
  set links { type ipv4_addr . ipv4_addr; flags timeout; elements = { ${elements.join(', ')} } }
  chain lose { type filter hook forward priority 0; ip saddr . ip daddr @links ${chance}counter name dropped drop; }
}
`;
}

/** Also where there is no such table. */
export function noRules(table: string): string {
  return `add table bridge ${table}\ndelete table bridge ${table}\n`;
}

/** Of what nft lists as JSON: the packets dropped, or null when no pair is left. */
export function readDropped(listing: string): number | null {
  const { nftables } = JSON.parse(listing) as { readonly nftables: readonly Listed[] };
  const pairs = nftables.flatMap((each) => each.set?.elem ?? []);
  const counter = nftables.find((each) => each.counter !== undefined)?.counter;
  return pairs.length === 0 || counter === undefined ? null : counter.packets;
}

/** Names of the tables that nft lists as JSON. */
export function readTables(listing: string): readonly string[] {
  const { nftables } = JSON.parse(listing) as { readonly nftables: readonly Listed[] };
  return nftables.flatMap((each) => each.table?.name ?? []);
}

interface Listed {
  readonly table?: { readonly name: string };
  readonly set?: { readonly elem?: readonly unknown[] };
  readonly counter?: { readonly packets: number };
}
