/**
 * Finds TCP ports for servers. They lie outside of the range from which the system takes ports for outgoing connections:
 * while a killed server is down, a reconnecting client could otherwise be given the very port that the server needs again.
 */
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { env } from 'node:process';
import { ToolError } from '../kit/error.js';

/** Narrows where they are looked for: `20000-20999`. Those who share a machine give each other ports by it. */
const variable = 'PAYSTORM_PORTS';

const lowestPort = 10_000;
const highestPort = 65_535;
const triesMax = 200;

interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** `count` different ports on a loopback address. All are held until the last is known, so that none is given twice. */
export async function findFreePorts(host: string, count: number): Promise<readonly number[]> {
  const range = await portsForServers();
  const held: Server[] = [];
  try {
    for (let tries = 0; held.length < count && tries < triesMax; tries += 1) {
      const server = await listen(host, randomInt(range.first, range.last + 1));
      if (server !== null) held.push(server);
    }
    if (held.length === count) return held.map((server) => (server.address() as { readonly port: number }).port);
    const message = `No ${count} free ports between ${range.first} and ${range.last} were found on ${host}.`;
    throw new ToolError(
      'setupFailed',
      message,
      `Close what listens there (see: ss -ltn), or name more ports in ${variable}.`,
    );
  } finally {
    await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

/** Those that are asked for by `PAYSTORM_PORTS`, or as many as there are outside of those for outgoing connections. */
export async function portsForServers(): Promise<PortRange> {
  const outgoing = await outgoingPorts();
  return askedPorts(env[variable], outgoing) ?? serverPorts(outgoing);
}

/** Null when nothing is asked for. Refuses what an outgoing connection may take while a server is down. */
export function askedPorts(text: string | undefined, outgoing: PortRange): PortRange | null {
  if (text === undefined || text === '') return null;
  const [, first, last] = (/^(\d+)-(\d+)$/u.exec(text) ?? []).map(Number);
  if (first !== undefined && last !== undefined && first >= 1 && first <= last && last <= highestPort) {
    if (last < outgoing.first || first > outgoing.last) return { first, last };
    const shared = `${variable} is "${text}", and outgoing connections take their ports from ${outgoing.first} to ${outgoing.last}: one of them could take the port of a server that is down.`;
    throw new ToolError('setupFailed', shared, `Name ports outside of those, such as ${variable}=20000-20999.`);
  }
  const message = `${variable} is "${text}", which is no range of ports.`;
  throw new ToolError('setupFailed', message, `Give the first and the last of them, such as ${variable}=20000-20999.`);
}

/** The larger of the two stretches below and above the outgoing range; everything when that range leaves no room. */
export function serverPorts(outgoing: PortRange): PortRange {
  const below = { first: lowestPort, last: outgoing.first - 1 };
  const above = { first: outgoing.last + 1, last: highestPort };
  const larger = widthOf(below) >= widthOf(above) ? below : above;
  return widthOf(larger) >= 1_000 ? larger : { first: lowestPort, last: highestPort };
}

function widthOf({ first, last }: PortRange): number {
  return last - first + 1;
}

/** Those that the system gives to outgoing connections. */
export async function outgoingPorts(): Promise<PortRange> {
  const text = await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').catch(() => '32768 60999');
  const [first = 32_768, last = 60_999] = text.trim().split(/\s+/u).map(Number);
  return { first, last };
}

/** Null when somebody has the port already. */
function listen(host: string, port: number): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(null) : reject(error),
    );
    server.listen({ host, port, exclusive: true }, () => resolve(server));
  });
}
