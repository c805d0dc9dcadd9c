/** One direction of a proxied connection: what one socket receives goes on to the other, through the filters that spoil it. */
import type { Socket } from 'node:net';
import type { Filter, Pass, Sent } from '../model/network.js';

/** What may wait in memory before the source is no longer read. */
const heldBytesMax = 65_536;

interface Ends {
  readonly source: Socket;
  readonly sink: Socket;
  /** Tells the sink's other side that it was broken off. */
  readonly resetSink: () => void;
}

interface Stage {
  readonly filter: Filter;
  readonly pass: Pass;
}

export class Flow {
  readonly #ends: Ends;
  #stages: readonly Stage[] = [];

  constructor(ends: Ends) {
    this.#ends = ends;
    ends.source.on('data', (chunk: Buffer) => this.#enter(chunk, 0));
    ends.source.on('end', () => this.#enter('end', 0));
    ends.source.on('error', () => this.#enter('reset', 0));
    ends.sink.on('drain', () => this.#settle());
  }

  add(filter: Filter): void {
    const pass = (sent: Sent): void => {
      this.#enter(sent, this.#stages.findIndex((stage) => stage.filter === filter) + 1);
      this.#settle();
    };
    this.#stages = [...this.#stages, { filter, pass }];
  }

  /** What it holds passes those behind it before it is gone. */
  remove(filter: Filter): void {
    filter.release?.();
    this.#stages = this.#stages.filter((stage) => stage.filter !== filter);
    this.#settle();
  }

  #enter(sent: Sent, from: number): void {
    const stage = this.#stages[from];
    if (stage === undefined) return this.#deliver(sent);
    stage.filter.take(sent, stage.pass);
    this.#settle();
  }

  #deliver(sent: Sent): void {
    const { sink, resetSink } = this.#ends;
    if (sink.destroyed) return;
    if (sent === 'reset') return resetSink();
    if (sink.writableEnded) return;
    if (sent === 'end') return void sink.end();
    sink.write(sent);
    if (sink.writableNeedDrain) this.#settle();
  }

  /** Reads on or stops reading, by what is held and by what the sink has not yet taken. */
  #settle(): void {
    const { source, sink } = this.#ends;
    const held = this.#stages.reduce((sum, { filter }) => sum + (filter.heldBytes ?? 0), 0);
    const isFull = held > heldBytesMax || sink.writableNeedDrain;
    if (isFull && !source.isPaused()) source.pause();
    if (!isFull && source.isPaused()) source.resume();
  }
}
