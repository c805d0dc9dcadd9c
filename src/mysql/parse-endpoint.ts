/**
 * Reads `mysql://user:password@host:port/?tls=…`, or `…@localhost/?socket=…` for a server that is reached by a UNIX socket. Written by hand because user names of some flavors hold `@`, `:` and `#`
 * (`user@tenant#cluster`), which URL parsers cut at the wrong place: the last `@` ends the credentials, the first `:` in them the user.
 */
import { isIPv4 } from 'node:net';
import type { Endpoint } from '../model/topology.js';

export type EndpointAddress = Omit<Endpoint, 'name' | 'zone'>;

const scheme = /^(?:mysql|mariadb):\/\//u;
const defaultPort = 3306;
const options: ReadonlySet<string> = new Set(['tls', 'ca', 'socket']);

/** The address, or a sentence that says what is wrong with it. Percent-encoded characters are decoded in user and password. */
export function parseEndpoint(text: string): EndpointAddress | string {
  if (!scheme.test(text)) return 'A target begins with mysql://.';
  const [rest, queryText] = splitQuery(text.replace(scheme, ''));
  const at = rest.lastIndexOf('@');
  const credentials = at < 0 ? '' : rest.slice(0, at);
  const place = /^(\[[^\]]+\]|[^:/]+)(?::(\d+))?\/?$/u.exec(rest.slice(at + 1));
  if (place === null)
    return 'A target names a host, and perhaps a port, after the credentials: mysql://user:password@host:3306.';
  const host = (place[1] as string).replaceAll(/[[\]]/gu, '');
  const port = Number(place[2] ?? defaultPort);
  if (port < 1 || port > 65_535) return `A port lies between 1 and 65535, not ${port}.`;
  const colon = credentials.indexOf(':');
  const user = decode(colon < 0 ? credentials : credentials.slice(0, colon));
  const password = colon < 0 ? '' : decode(credentials.slice(colon + 1));
  if (user === null || password === null)
    return 'A % in user or password begins an encoded character; a % itself is written %25.';
  if (user === '') return 'A target names a user: mysql://user:password@host:3306.';
  const query = new URLSearchParams(queryText);
  const tls = tlsOf(query, host);
  if (typeof tls === 'string') return tls;
  const socketPath = query.get('socket');
  if (socketPath === null) return { host, port, user, password, tls: tls.tls };
  if (host !== 'localhost' || tls.tls !== null) return 'A socket is on this machine: localhost, without TLS.';
  return { host, port, socketPath, user, password, tls: null };
}

/** Passwords may hold a `?`, so only one after the last `@` begins the options. */
function splitQuery(text: string): readonly [string, string] {
  const at = text.indexOf('?', text.lastIndexOf('@') + 1);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Verified TLS unless the target is this machine; weakening it has to be said. */
function tlsOf(query: URLSearchParams, host: string): { readonly tls: Endpoint['tls'] } | string {
  const unknown = [...query.keys()].find((key) => !options.has(key));
  if (unknown !== undefined) return `A target knows the options tls, ca and socket, not ${unknown}.`;
  const mode = query.get('tls') ?? (isLoopback(host) ? 'off' : 'verify');
  if (mode === 'off') return { tls: null };
  if (mode !== 'verify' && mode !== 'unverified') return `tls is verify, unverified or off, not ${mode}.`;
  return { tls: { isVerified: mode === 'verify', caFile: query.get('ca') } };
}

/** `127.example.com` is a name like any other. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
