/** What a container is called in a network, and by which fixed addresses it is reached there: `docker network connect` brings back only what it is told. */
import { z } from 'zod';

const memberships = z.record(
  z.string(),
  z.object({
    Aliases: z.array(z.string()).nullish(),
    IPAMConfig: z.object({ IPv4Address: z.string().optional(), IPv6Address: z.string().optional() }).nullish(),
  }),
);

/** As JSON it stands in a lease. */
export interface Membership {
  readonly aliases: readonly string[];
  /** Only where it was given, and not drawn. */
  readonly ip?: string;
  readonly ip6?: string;
}

/** `networks` is what docker says of a container's networks, as JSON. Null where it is not in this one. */
export function membershipIn(networks: string, network: string): Membership | null {
  const found = memberships.parse(JSON.parse(networks))[network];
  if (found === undefined) return null;
  const { IPv4Address: ip = '', IPv6Address: ip6 = '' } = found.IPAMConfig ?? {};
  return { aliases: found.Aliases ?? [], ...(ip === '' ? {} : { ip }), ...(ip6 === '' ? {} : { ip6 }) };
}

/** Whether all that it had there is there again. */
export function holds(now: Membership, former: Membership): boolean {
  return former.aliases.every((alias) => now.aliases.includes(alias)) && now.ip === former.ip && now.ip6 === former.ip6;
}

/** Options of `docker network connect`. */
export function connectOptions({ aliases, ip, ip6 }: Membership): readonly string[] {
  return [
    ...aliases.flatMap((alias) => ['--alias', alias]),
    ...(ip === undefined ? [] : ['--ip', ip]),
    ...(ip6 === undefined ? [] : ['--ip6', ip6]),
  ];
}
