/** Turns a failed first connection into what happened and what to do, each cause told apart. */
import { addressOf } from '../kit/door.js';
import { ToolError } from '../kit/error.js';
import type { Endpoint } from '../model/topology.js';

const hints: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there: is the server up, and is the port right?',
  ENOENT: 'There is no such socket: is the server up, and is the path right?',
  EAGAIN: 'The server does not take connections from its socket: does it hang?',
  ETIMEDOUT: 'The host does not answer: is it up, and does a firewall let this machine through?',
  ENOTFOUND: 'The host name is unknown: is it spelled right, and does DNS know it from here?',
  EAI_AGAIN: 'The host name could not be looked up: does DNS work here?',
  EHOSTUNREACH: 'There is no way to the host: are network and address right?',
  ENETUNREACH: 'There is no way to the network: is this machine connected to it?',
  ER_ACCESS_DENIED_ERROR: 'User or password is wrong, or the user may not connect from this machine.',
  ER_SECURE_TRANSPORT_REQUIRED: 'The server takes encrypted connections only: say ?tls=verify.',
  ER_CON_COUNT_ERROR: 'The server has no connection left: raise max_connections, or close others.',
  HANDSHAKE_NO_SSL_SUPPORT: 'The server has no TLS: switch it on there, or say ?tls=off on a network you trust.',
  HANDSHAKE_SSL_ERROR:
    'TLS failed: give the authority with ?ca=FILE, or say ?tls=unverified or ?tls=off on a network you trust.',
};

export function explainConnectError(endpoint: Endpoint, error: unknown): ToolError {
  const { code = '', message = String(error) } = error as { readonly code?: string; readonly message?: string };
  const hint =
    causeOf(endpoint, error) ??
    hints[code] ??
    (/certificate|ssl|tls/iu.test(message) ? hints['HANDSHAKE_SSL_ERROR'] : undefined);
  const what = message === '' ? code : message;
  return new ToolError(
    'setupFailed',
    `The target ${endpoint.name} (${addressOf(endpoint)}) cannot be reached: ${what}`,
    hint ?? 'Check the target with a MySQL client.',
    {
      cause: error,
    },
  );
}

/** Where the same code has several causes. */
function causeOf({ tls }: Endpoint, error: unknown): string | undefined {
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  const { caFile } = tls ?? { caFile: null };
  if (caFile !== null && syscall === 'open' && path === caFile)
    return `The file of the authority, ${caFile}, cannot be read: is the path after ?ca= right, from where paystorm was started?`;
  if (code === 'ER_ACCESS_DENIED_ERROR' && tls === null)
    return `${hints[code]} A user who must use TLS is refused like this, too: then say ?tls=verify.`;
  return undefined;
}
