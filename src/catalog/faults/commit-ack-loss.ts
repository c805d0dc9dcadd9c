/** The worst lie of a network: the COMMIT arrives and is carried out, and its answer is lost. Whoever pays again without a key pays twice. */
import { z } from 'zod';
import { atEachNode, describeTargets, oneTarget, targetShape, type TargetSettings } from '../../kit/fault-targets.js';
import { shareSchema } from '../../kit/literal-schema.js';
import type { Obstacle } from '../../model/fault.js';
import type { Filter, Pass, ProxiedConnection, Sent, ToxicSite } from '../../model/network.js';
import type { NodeName } from '../../model/topology.js';
import { PacketReader, type Packet } from '../../proxy/packet-reader.js';
import { networkFault } from './words/network-fault.js';

const settings = z
  .strictObject({
    ...targetShape,
    share: shareSchema.prefault('5%').describe('Of the COMMITs, chosen by the seed.'),
    afterwards: z
      .enum(['reset', 'hang'])
      .default('reset')
      .describe(
        'What the client sees instead: its connection is reset, or nothing comes any more until the heal resets it.',
      ),
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
  flaw,
  toxic: {
    infect({ share, afterwards }, connection, site) {
      const toClient = new Swallower({ share, afterwards, connection, site });
      const requests = new PacketReader((packet) => toClient.onRequest(packet));
      const toServer: Filter = {
        take(sent, pass) {
          if (typeof sent !== 'string') requests.read(sent);
          pass(sent);
        },
      };
      return { toServer, toClient };
    },
  },
});

/** Of a role it is not known which node it will mean. */
function flaw({ node, zone, role }: TargetSettings, nodes: readonly NodeName[]): Obstacle | null {
  const meant = nodes.filter((each) => role !== undefined || each.name === node || each.zone === zone);
  const unreadable = meant.filter(({ isEncrypted }) => isEncrypted === true).map(({ name }) => name);
  if (unreadable.length === 0) return null;
  return {
    reason: `What ${unreadable.join(' and ')} answers is encrypted by TLS, so that nobody on the way can tell the OK to a COMMIT.`,
    alternative:
      'What comes nearest is black-hole with `direction: to-client`, which loses every answer and not the write, or connection-reset.',
  };
}

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

/** What a server answers, without the OK to the chosen COMMITs. */
class Swallower implements Filter {
  readonly #options: Swallowing;
  readonly #answers = new PacketReader((packet) => this.#onAnswer(packet));
  /** While the answer to a chosen COMMIT is awaited, it is held; null otherwise. */
  #held: Buffer[] | null = null;
  #pass: Pass | null = null;
  #verdict: 'swallow' | 'pass' | null = null;
  #isSilent = false;

  constructor(options: Swallowing) {
    this.#options = options;
  }

  get heldBytes(): number {
    return this.#held?.reduce((sum, chunk) => sum + chunk.length, 0) ?? 0;
  }

  onRequest({ sequence, body }: Packet): void {
    if (sequence !== 0 || body[0] !== comQuery || !endsWithCommit(body)) return;
    if (this.#options.site.chance() < this.#options.share) this.#held ??= [];
  }

  take(sent: Sent, pass: Pass): void {
    if (this.#isSilent) return;
    // A server that ends or breaks off in the middle of its answer has confirmed nothing.
    if (typeof sent === 'string') this.#passHeld();
    if (typeof sent === 'string' || this.#held === null) return pass(sent);
    this.#pass = pass;
    this.#held.push(sent);
    this.#answers.read(sent);
    if (this.#verdict === 'pass') this.#passHeld();
    if (this.#verdict === 'swallow') this.#swallow();
  }

  /** What was swallowed is gone: whoever still waits for it must not take a later answer for it. */
  release(): void {
    if (this.#isSilent) this.#options.connection.reset();
    else this.#passHeld();
  }

  /** Only the OK to the COMMIT itself says that no further answer comes; an error before it means that nothing was committed. */
  #onAnswer({ body }: Packet): void {
    if (body[0] === errMark) this.#verdict = 'pass';
    else if (body[0] === okMark && (statusOf(body) & moreResults) === 0) this.#verdict = 'swallow';
  }

  #passHeld(): void {
    const held = this.#held ?? [];
    this.#held = null;
    this.#verdict = null;
    for (const chunk of held) this.#pass?.(chunk);
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
