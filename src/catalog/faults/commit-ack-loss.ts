/** The worst lie of a network: the COMMIT arrives and is carried out, and its answer is lost. Whoever pays again without a key pays twice. */
import { z } from 'zod';
import { atEachNode, describeTargets, oneTarget, targetShape } from '../../kit/fault-targets.js';
import { shareSchema } from '../../kit/literal-schema.js';
import type { Infection, Pass, ProxiedConnection, ToxicSite } from '../../model/network.js';
import { PacketReader, type Packet } from '../../proxy/packet-reader.js';
import { networkFault } from './words/network-fault.js';

const settings = z
  .strictObject({
    ...targetShape,
    share: shareSchema.prefault('5%').describe('Of the COMMITs, chosen by the seed.'),
    afterwards: z
      .enum(['reset', 'hang'])
      .default('reset')
      .describe('What the client sees instead: its connection is reset, or nothing comes any more.'),
  })
  .refine(oneTarget.check, oneTarget.message);

export const commitAckLoss = networkFault<z.output<typeof settings>>({
  kind: 'commit-ack-loss',
  summary:
    'Lets COMMITs through and swallows the OK to some of them: the payment took place, and its client cannot know.',
  label: 'answers to COMMIT lost',
  settings,
  examples: atEachNode({}, { afterwards: 'hang' }, { share: '25%' }, { share: '25%', afterwards: 'hang' }),
  describe: ({ share, afterwards, ...target }) =>
    `swallows the OK to ${Number((share * 100).toPrecision(3))} % of the COMMITs on ${describeTargets(target)}, then ${afterwards === 'hang' ? 'says nothing more' : 'resets the connection'}`,
  toxic: {
    infect: ({ share, afterwards }, connection, site) => new Swallower({ share, afterwards, connection, site }),
  },
});

interface Swallowing {
  readonly share: number;
  readonly afterwards: 'reset' | 'hang';
  readonly connection: ProxiedConnection;
  readonly site: ToxicSite;
}

const comQuery = 0x03;
const okMark = 0x00;
const errMark = 0xff;
/** Flag of the server's status: another answer to the same request follows. */
const moreResults = 0x08;

class Swallower implements Infection {
  readonly #options: Swallowing;
  readonly #requests = new PacketReader((packet) => this.#onRequest(packet));
  readonly #answers = new PacketReader((packet) => this.#onAnswer(packet));
  /** While the answer to a chosen COMMIT is awaited, it is held; null otherwise. */
  #held: Buffer[] | null = null;
  #verdict: 'swallow' | 'pass' | null = null;
  #isSilent = false;

  constructor(options: Swallowing) {
    this.#options = options;
  }

  toServer(chunk: Buffer, pass: Pass): void {
    this.#requests.read(chunk);
    pass(chunk);
  }

  toClient(chunk: Buffer, pass: Pass): void {
    if (this.#isSilent) return;
    if (this.#held === null) return pass(chunk);
    this.#held.push(chunk);
    this.#answers.read(chunk);
    if (this.#verdict === 'pass') this.#passHeld(pass);
    if (this.#verdict === 'swallow') this.#swallow();
  }

  heldBytes(): number {
    return this.#held?.reduce((sum, chunk) => sum + chunk.length, 0) ?? 0;
  }

  #onRequest({ sequence, body }: Packet): void {
    if (sequence !== 0 || body[0] !== comQuery || !endsWithCommit(body)) return;
    if (this.#options.site.chance() < this.#options.share) this.#held ??= [];
  }

  /** Only the OK to the COMMIT itself says that no further answer comes; an error before it means that nothing was committed. */
  #onAnswer({ body }: Packet): void {
    if (body[0] === errMark) this.#verdict = 'pass';
    else if (body[0] === okMark && (statusOf(body) & moreResults) === 0) this.#verdict = 'swallow';
  }

  #passHeld(pass: Pass): void {
    for (const chunk of this.#held ?? []) pass(chunk);
    this.#held = null;
    this.#verdict = null;
  }

  #swallow(): void {
    const { connection, site, afterwards } = this.#options;
    site.count();
    this.#held = null;
    this.#isSilent = true;
    if (afterwards === 'reset') connection.reset();
  }
}

function endsWithCommit(body: Buffer): boolean {
  return /(?:^|;)\s*commit\s*;?\s*$/iu.test(body.toString('latin1', Math.max(1, body.length - 32)));
}

/** Of an OK packet: behind two numbers of variable length. */
function statusOf(body: Buffer): number {
  let at = 1;
  for (let number = 0; number < 2; number += 1) at += lengthOf(body[at] ?? 0);
  return at + 2 <= body.length ? body.readUInt16LE(at) : 0;
}

/** Bytes of a length-encoded integer, by its first. */
function lengthOf(first: number): number {
  if (first < 0xfb) return 1;
  if (first === 0xfc) return 3;
  return first === 0xfd ? 4 : 9;
}
