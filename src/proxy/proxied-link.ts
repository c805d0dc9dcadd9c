/** A client's connection and the one to its node behind it, joined by two flows. What ends or breaks on one side ends or breaks on the other. */
import { Socket } from 'node:net';
import { doorOf } from '../kit/door.js';
import { resetSocket } from '../kit/reset-socket.js';
import type { Direction, Infection, ProxiedConnection } from '../model/network.js';
import { Flow } from './flow.js';
import type { NodeAddress } from './messages.js';

export class ProxiedLink implements ProxiedConnection {
  readonly number: number;
  readonly #client: Socket;
  readonly #node: NodeAddress;
  readonly #server = new Socket({ allowHalfOpen: true });
  readonly #toServer: Flow;
  readonly #toClient: Flow;
  /** By the poison that they come from. */
  readonly #infections = new Map<string, Infection>();
  /** Cured, and against the port's contract still holding something back. */
  readonly #unhealed = new Map<string, Infection>();
  #isOpened = false;

  constructor(number: number, client: Socket, node: NodeAddress, onClose: () => void) {
    this.number = number;
    this.#client = client;
    this.#node = node;
    const server = this.#server;
    client.setNoDelay(true);
    server.setNoDelay(true);
    this.#toServer = new Flow({ source: client, sink: server, resetSink: () => this.#resetServer() });
    // A server that refuses is told to the client by a reset: the connection to the proxy is already there.
    this.#toClient = new Flow({ source: server, sink: client, resetSink: () => resetSocket(client) });
    for (const event of ['end', 'error']) client.on(event, () => this.#giveUpUnopened());
    for (const side of [client, server]) {
      side.on('close', () => {
        if (!client.destroyed || !server.destroyed) return;
        this.#cureAll();
        onClose();
      });
    }
  }

  /** Leads the client to the node, unless a fault keeps it out; then its cure does. */
  open(): void {
    const isKeptOut = [...this.#infections.values()].some((infection) => infection.isKeptOut);
    if (this.#isOpened || isKeptOut || this.#client.destroyed) return;
    this.#isOpened = true;
    this.#server.connect(doorOf(this.#node));
  }

  infect(id: string, infection: Infection): void {
    this.#infections.set(id, infection);
    if (infection.toServer !== undefined) this.#toServer.add(infection.toServer);
    if (infection.toClient !== undefined) this.#toClient.add(infection.toClient);
  }

  cure(id: string): void {
    const infection = this.#infections.get(id);
    if (infection === undefined) return;
    this.#infections.delete(id);
    this.open();
    if (infection.toServer !== undefined) this.#toServer.remove(infection.toServer);
    if (infection.toClient !== undefined) this.#toClient.remove(infection.toClient);
    infection.cure?.();
    if (isHolding(infection)) this.#unhealed.set(id, infection);
  }

  /** Whether a poison that was cured still holds something back. */
  isUnhealed(id: string): boolean {
    const infection = this.#unhealed.get(id);
    return infection !== undefined && isHolding(infection);
  }

  reset(): void {
    resetSocket(this.#client);
    this.#resetServer();
  }

  close(direction: Direction): void {
    (direction === 'to-client' ? this.#client : this.#server).end();
  }

  /** Whoever leaves before the node has heard of them was never there. */
  #giveUpUnopened(): void {
    if (this.#isOpened) return;
    this.#client.destroy();
    this.#server.destroy();
  }

  /** A UNIX socket knows no reset. */
  #resetServer(): void {
    if (this.#node.socketPath === undefined) resetSocket(this.#server);
    else this.#server.destroy();
  }

  /** Nobody is left to spoil: their timers end. */
  #cureAll(): void {
    for (const id of this.#infections.keys()) this.cure(id);
  }
}

function isHolding({ toServer, toClient }: Infection): boolean {
  return (toServer?.heldBytes ?? 0) + (toClient?.heldBytes ?? 0) > 0;
}
