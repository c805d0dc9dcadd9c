/** A small HTTP server that only answers: who may ask, and what is refused to everybody, is decided here once. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ToolError } from '../../../kit/error.js';
import { hostInUrl, loopback, type Address } from '../addresses.js';

/** A request has no body to speak of, and a page a few visitors. */
const limits = { maxHeaderSize: 16_384, headersTimeout: 5_000, requestTimeout: 10_000, keepAliveTimeout: 5_000 };
const connectionsMax = 100;
const loopbackNames: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);
const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1']);

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface HttpServer extends AsyncDisposable {
  /** Without a slash at its end. */
  readonly url: string;
}

/** `routes`: by path. `option`: what asked for it, for the error. Rejects with a ToolError when nothing can listen there. */
export async function serve(
  address: Address,
  routes: Readonly<Record<string, Answer>>,
  option: string,
): Promise<HttpServer> {
  const server = createServer(limits, (request, response) => answer(request, response, { address, routes }));
  server.maxConnections = connectionsMax;
  // Whoever goes away in the midst of it is no fault of ours.
  server.on('clientError', (_error, socket) => socket.destroy());
  await listen(server, address, option);
  // From here on an error of the server, as too many open files, costs a visitor and no more.
  server.on('error', () => undefined);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${hostInUrl(address.host)}:${port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Site {
  readonly address: Address;
  readonly routes: Readonly<Record<string, Answer>>;
}

function answer(request: IncomingMessage, response: ServerResponse, { address, routes }: Site): void {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.on('error', () => undefined);
  if (!isForUs(request, address)) return refuse(response, 403, 'This server answers to names of this machine only.');
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(response, 405, 'There is nothing to change here.');
  const path = (request.url ?? '').split('?')[0] ?? '';
  const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
  if (route === undefined) return refuse(response, 404, `There is nothing here. Try ${Object.keys(routes)[0]}.`);
  route(request, response);
}

/** A name that an attacker points at loopback would let a web page of theirs read this server through the visitor's browser. */
function isForUs({ headers }: IncomingMessage, { host }: Address): boolean {
  if (!loopbackHosts.has(host)) return true;
  const name = (headers.host ?? '').replace(/:\d+$/u, '').toLowerCase();
  return loopbackNames.has(name);
}

export function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${why}\n`);
}

async function listen(server: Server, address: Address, option: string): Promise<void> {
  try {
    await listenOn(server, address.host, address.port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' && address.isFlexible) return await listenOn(server, address.host, 0);
    throw new ToolError(
      'setupFailed',
      `${option} cannot be served at ${hostInUrl(address.host)}:${address.port}: ${reasons[code ?? ''] ?? code}.`,
      remedyOf(code, option),
      { cause: error },
    );
  }
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is taken',
  EACCES: 'this user may not use that port',
  EADDRNOTAVAIL: 'this machine does not have that address',
  ENOTFOUND: 'no machine has that name',
  EAI_AGAIN: 'that name could not be looked up',
};

function remedyOf(code: string | undefined, option: string): string {
  if (code === 'EADDRINUSE')
    return `Name another port: ${option} ${option === '--ui' ? '0' : `${loopback}:0`} takes any that is free.`;
  return code === 'EACCES'
    ? 'Ports from 1024 on are free for everybody.'
    : `Leave the host out: ${option} alone is served on ${loopback}.`;
}

function listenOn(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}
