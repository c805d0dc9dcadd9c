/** Those who have the page open: each is told everything once, then each second what is new. Whoever is too slow to read is let go, and comes back for the whole. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LiveMessage } from '../../../catalog/reporters/html/live/live-data.js';
import { refuse } from './http-server.js';

const visitorsMax = 20;
/** What one visitor may leave unread. */
const unreadBytesMax = 8 * 1024 * 1024;
const tryAgainMs = 1_000;

/** What a visitor has been told. */
export interface Seen {
  readonly story: object;
  readonly halvings: number;
  readonly steps: number;
}

export interface Told {
  readonly message: LiveMessage;
  /** By whoever is told this. */
  readonly seen: Seen;
}

/** What is new for somebody who has seen so much. Null where there is nothing to tell yet. */
export type Tell = (seen: Seen | null) => Told | null;

export class Visitors {
  readonly #tell: Tell;
  readonly #visitors = new Map<ServerResponse, Seen | null>();

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  get size(): number {
    return this.#visitors.size;
  }

  welcome(request: IncomingMessage, response: ServerResponse): void {
    if (this.#visitors.size >= visitorsMax) return refuse(response, 503, `${visitorsMax} pages are open already.`);
    request.socket.setNoDelay(true);
    response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
    response.write(`retry: ${tryAgainMs}\n\n`);
    response.on('close', () => this.#visitors.delete(response));
    this.#visitors.set(response, null);
    this.#tellOne(response, new Map());
  }

  /** Those who have seen the same are told the same text, made once. */
  tellAll(): void {
    const texts = new Map<string, string>();
    for (const response of this.#visitors.keys()) this.#tellOne(response, texts);
  }

  /** To all, whatever they have seen. */
  say(message: LiveMessage): void {
    for (const response of this.#visitors.keys()) response.write(written(message));
  }

  #tellOne(response: ServerResponse, texts: Map<string, string>): void {
    if (response.writableLength > unreadBytesMax) return void response.destroy();
    const before = this.#visitors.get(response) ?? null;
    const key = before === null ? '' : String(before.steps);
    const told = this.#tell(before);
    if (told === null) return;
    const text = told.message.kind === 'part' ? (texts.get(key) ?? written(told.message)) : written(told.message);
    if (told.message.kind === 'part') texts.set(key, text);
    response.write(text);
    this.#visitors.set(response, told.seen);
  }
}

function written(message: LiveMessage): string {
  return `data: ${JSON.stringify(message)}\n\n`;
}
