/** How a client on this machine reaches an endpoint: by its socket where it has one, over TCP otherwise. */
import type { Endpoint } from '../model/topology.js';

/** As `net.connect` takes it. */
export type Door = { readonly path: string } | { readonly host: string; readonly port: number };

type Reached = Pick<Endpoint, 'host' | 'port' | 'socketPath'>;

export function doorOf({ host, port, socketPath }: Reached): Door {
  return socketPath === undefined ? { host, port } : { path: socketPath };
}

/** For messages. */
export function addressOf({ host, port, socketPath }: Reached): string {
  return socketPath ?? `${host}:${port}`;
}
