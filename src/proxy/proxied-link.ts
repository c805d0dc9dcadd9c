/** A client's connection and the one to its node behind it, joined by two flows. What ends or breaks on one side ends or breaks on the other. */
import { connect, type Socket } from 'node:net';
import { doorOf } from '../kit/door.js';
import type { Direction, Infection, ProxiedConnection } from '../model/network.js';
import { Flow } from './flow.js';
import type { NodeAddress } from './messages.js';

export class ProxiedLink implements ProxiedConnection {
  readonly number: number;
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #resetServer: () => void;
  /** By the poison that they come from. */
  readonly #infections = new Map<string, Infection>();
  #list: readonly Infection[] = [];
  readonly #flows: readonly Flow[];

  constructor(number: number, client: Socket, node: NodeAddress, onClose: () => void) {
    this.number = number;
    this.#client = client;
    this.#server = connect({ ...doorOf(node), allowHalfOpen: true, noDelay: true });
    client.setNoDelay(true);
    const infections = (): readonly Infection[] => this.#list;
    this.#flows = [
      new Flow('to-server', { source: client, sink: this.#server }, infections),
      new Flow('to-client', { source: this.#server, sink: client }, infections),
    ];
    // A UNIX socket knows no reset.
    const isLocal = node.socketPath !== undefined;
    this.#resetServer = () => void (isLocal ? this.#server.destroy() : this.#server.resetAndDestroy());
    client.on('error', () => this.#resetServer());
    // A server that refuses is told to the client by a reset: the connection to the proxy is already there.
    this.#server.on('error', () => client.resetAndDestroy());
    for (const side of [client, this.#server]) {
      side.on('close', () => {
        if (client.destroyed && this.#server.destroyed) onClose();
      });
    }
  }

  infect(id: string, infection: Infection): void {
    this.#infections.set(id, infection);
    this.#list = [...this.#infections.values()];
    this.#settle();
  }

  cure(id: string): void {
    const infection = this.#infections.get(id);
    if (infection === undefined) return;
    infection.end?.();
    this.#infections.delete(id);
    this.#list = [...this.#infections.values()];
    this.#settle();
  }

  reset(): void {
    this.#client.resetAndDestroy();
    this.#resetServer();
  }

  close(direction: Direction): void {
    (direction === 'to-client' ? this.#client : this.#server).end();
  }

  destroy(): void {
    for (const infection of this.#list) infection.end?.();
    this.#client.destroy();
    this.#server.destroy();
  }

  #settle(): void {
    for (const flow of this.#flows) flow.settle();
  }
}
