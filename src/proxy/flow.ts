/** One direction of a proxied connection: bytes from one socket to the other, through the toxics that hold it. */
import type { Socket } from 'node:net';
import type { Direction, Infection } from '../model/network.js';

/** What may wait in memory before the source is no longer read. */
const heldBytesMax = 65_536;

export class Flow {
  readonly #direction: Direction;
  readonly #source: Socket;
  readonly #sink: Socket;
  readonly #infections: () => readonly Infection[];
  #hasEnded = false;

  constructor(
    direction: Direction,
    ends: { readonly source: Socket; readonly sink: Socket },
    infections: () => readonly Infection[],
  ) {
    this.#direction = direction;
    this.#source = ends.source;
    this.#sink = ends.sink;
    this.#infections = infections;
    ends.source.on('data', (chunk: Buffer) => this.#enter(chunk, 0));
    ends.source.on('end', () => this.#end());
    ends.sink.on('drain', () => this.settle());
  }

  /** Something that was held has gone on, or may go on: reads again where it stopped, and ends where the source has. */
  settle(): void {
    const held = this.#held();
    if (this.#hasEnded) {
      if (held === 0 && !this.#sink.writableEnded) this.#sink.end();
      return;
    }
    const isFull = held > heldBytesMax || this.#sink.writableNeedDrain;
    if (isFull && !this.#source.isPaused()) this.#source.pause();
    if (!isFull && this.#source.isPaused()) this.#source.resume();
  }

  #enter(chunk: Buffer, from: number): void {
    const infections = this.#infections();
    for (let index = from; index < infections.length; index += 1) {
      const infection = infections[index] as Infection;
      const filter = this.#direction === 'to-server' ? infection.toServer : infection.toClient;
      if (filter === undefined) continue;
      filter.call(infection, chunk, (rest) => this.#leave(infection, rest));
      this.settle();
      return;
    }
    if (!this.#sink.destroyed && !this.#sink.writableEnded) this.#sink.write(chunk);
    if (this.#sink.writableNeedDrain) this.settle();
  }

  /** What one infection lets go enters the next; one that has just ended stands nowhere any more, and what it held goes out. */
  #leave(infection: Infection, chunk: Buffer): void {
    this.#enter(chunk, this.#infections().indexOf(infection) + 1);
    this.settle();
  }

  #end(): void {
    const delays = this.#infections().map((infection) => infection.endDelayMs?.(this.#direction) ?? 0);
    const tell = (): void => {
      this.#hasEnded = true;
      this.settle();
    };
    const delayMs = Math.max(0, ...delays);
    if (delayMs === 0) tell();
    else setTimeout(tell, delayMs).unref();
  }

  #held(): number {
    return this.#infections().reduce((sum, infection) => sum + (infection.heldBytes?.(this.#direction) ?? 0), 0);
  }
}
