/** A line that is too thin: bytes of each connection and direction go on at a fixed rate. */
import { z } from 'zod';
import { atEachNode, describeTargets, oneTarget, targetShape } from '../../kit/fault-targets.js';
import type { Pass, ToxicSite } from '../../model/network.js';
import { LateBytes } from './words/late-bytes.js';
import { networkFault } from './words/network-fault.js';

/** What a packet of Ethernet carries: bytes go on in pieces as on a real line. */
const pieceBytes = 1_460;

const settings = z
  .strictObject({
    ...targetShape,
    kilobytes_per_second: z
      .number()
      .min(1)
      .max(1_000_000)
      .default(10)
      .describe('What each connection may carry in each direction.'),
  })
  .refine(oneTarget.check, oneTarget.message);

export const bandwidth = networkFault<z.output<typeof settings>>({
  kind: 'bandwidth',
  summary: 'Lets the bytes of each connection through at a fixed rate only.',
  label: 'network narrow',
  settings,
  examples: atEachNode({}, { kilobytes_per_second: 50 }),
  describe: ({ kilobytes_per_second: rate, ...target }) =>
    `lets only ${rate} kB/s through to and from ${describeTargets(target)} on each connection`,
  toxic: {
    infect({ kilobytes_per_second: bytesPerMs }, _connection, site) {
      const ways = { 'to-server': new ThinLine(bytesPerMs, site), 'to-client': new ThinLine(bytesPerMs, site) };
      return {
        toServer: (chunk, pass) => ways['to-server'].send(chunk, pass),
        toClient: (chunk, pass) => ways['to-client'].send(chunk, pass),
        heldBytes: (direction) => ways[direction].heldBytes,
        end() {
          ways['to-server'].end();
          ways['to-client'].end();
        },
      };
    },
  },
});

class ThinLine {
  readonly #bytesPerMs: number;
  readonly #site: ToxicSite;
  readonly #late: LateBytes;
  #freeMs = 0;

  constructor(bytesPerMs: number, site: ToxicSite) {
    this.#bytesPerMs = bytesPerMs;
    this.#site = site;
    this.#late = new LateBytes(site);
  }

  get heldBytes(): number {
    return this.#late.heldBytes;
  }

  send(chunk: Buffer, pass: Pass): void {
    this.#site.count();
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      const piece = chunk.subarray(at, at + pieceBytes);
      this.#freeMs = Math.max(this.#freeMs, this.#site.nowMs()) + piece.length / this.#bytesPerMs;
      this.#late.hold(piece, this.#freeMs, pass);
    }
  }

  end(): void {
    this.#late.end();
  }
}
