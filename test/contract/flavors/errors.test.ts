/** Every row of every flavor's error table, in every phase of a payment, as real packets through the real driver. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import * as flavors from '../../../src/catalog/flavors/index.js';
import { postPayment } from '../../../src/ledger/post-payment.js';
import { readBalances } from '../../../src/ledger/read-balances.js';
import type { ErrorRow, Flavor } from '../../../src/model/flavor.js';
import { steps, type AttemptResult } from '../../../src/model/operation.js';
import { sendings, type Sending } from '../../../src/model/scenario.js';
import { classifyError, errorClassOf, isServersOwn, type SeenError } from '../../../src/mysql/classify-error.js';
import { Session } from '../../../src/mysql/session.js';
import type { WireAnswer } from '../../../src/mysql/wire-answer.js';
import { ScriptedServer } from '../../fixtures/scripted-server.js';
import { expectations, type Expectation, type Reading } from './expectations.js';
import { transferOrder } from '../../fixtures/transfer-order.js';

type Phase = 'begin' | 'statement' | 'commit' | 'read';
const phases = ['begin', 'statement', 'commit', 'read'] as const;

/** The statement that is answered with the error, by how it begins. */
const spots: Readonly<Record<Phase, readonly string[]>> = {
  begin: ['BEGIN'],
  statement: ['SELECT', 'INSERT INTO entry'],
  commit: ['COMMIT'],
  read: ['SELECT'],
};
const all: readonly Flavor[] = Object.values(flavors);

/** By it a payment in one text declines itself: whoever says it has read the text, and has ended it there. */
const cannotBeNullErrno = 1_048;

let server: ScriptedServer;
beforeAll(async () => {
  server = await ScriptedServer.listen();
});
afterAll(() => server[Symbol.asyncDispose]());

describe.each(all.map((flavor) => [flavor.kind, flavor] as const))('the errors of %s', (kind, flavor) => {
  const expected = expectations[kind] ?? [];

  it('have an expectation each, and each expectation has its row', () => {
    const rows = new Set(flavor.errors.map(({ errno, sqlstate = 'HY000' }) => `${errno} ${sqlstate}`));
    expect(new Set(expected.map(({ errno, sqlstate }) => `${errno} ${sqlstate}`))).toEqual(rows);
    for (const row of flavor.errors) expect(expected.some((each) => answersTo(row, each))).toBe(true);
  });

  const played = distinct(expected).filter((each) => firstWith(each) === flavor);
  const readAlike = distinct(expected).filter((each) => firstWith(each) !== flavor);

  it.runIf(readAlike.length > 0)(
    'are read as by the flavor that is asked with real packets, where both mean the same',
    () => {
      for (const each of readAlike) {
        const tables = [firstWith(each).errors, flavor.errors];
        for (const step of steps) {
          const [there, here] = tables.map((table) => classifyError(step, each, table));
          expect(here, `${nameOf(each)} at ${step}`).toEqual(there);
        }
        const [there, here] = tables.map((table) => isServersOwn(each, table));
        expect(here, nameOf(each)).toBe(there);
        expect(errorClassOf(each.errno, flavor.errors)).toBe(classFor(each, expected));
      }
    },
  );

  it.each(played.map((each) => [nameOf(each), each] as const))('%s', async (_name, each) => {
    for (const { sending, phase, spot } of everySpot()) {
      const where = `${sending}, ${phase}: ${spot}`;
      const result = await attempt(flavor, { sending, phase, script: { [spot]: errorOf(each) } });
      const mayHaveCommitted = phase === 'commit' || isBehindCommit({ sending, phase }, each);
      const written = mayHaveCommitted ? each.atCommit : each.beforeCommit;
      const outcome = phase === 'read' ? 'aborted' : written;
      expect(result, where).toMatchObject({ outcome, errno: each.errno });
      expect(result.step === 'commit', where).toBe(mayHaveCommitted);
      expect(result.isConnectionUsable, where).toBe(each.connection === 'goes-on' && outcome !== 'in-doubt');
    }
    expect(errorClassOf(each.errno, flavor.errors)).toBe(classFor(each, expected));
  });

  it('refuse a client without any effect, whatever the number', async () => {
    for (const each of distinct(expected)) {
      const error = await refused(each);
      expect(error.errno).toBe(each.errno);
      expect(classifyError('connect', error, flavor.errors)).toMatchObject({
        outcome: 'aborted',
        endsConnection: true,
      });
    }
  });

  describe('that nobody knows', () => {
    const known = new Set([...flavor.errors.map(({ errno }) => errno), cannotBeNullErrno]);
    const unknown = fc.record({
      errno: fc.integer({ min: 1_000, max: 59_999 }).filter((errno) => !known.has(errno)),
      sqlstate: fc.constantFrom('HY000', '40001', '25000'),
      message: fc.constant('Transaction was rolled back'),
    });

    it('are in doubt at COMMIT and without effect before it, and give up the connection, whatever the number', () => {
      fc.assert(
        fc.property(unknown, fc.constantFrom(...steps), (error, step) => {
          const isInDoubt = step === 'commit' || step === 'autocommit-write';
          const outcome: Reading = isInDoubt ? 'in-doubt' : 'aborted';
          expect(classifyError(step, error, flavor.errors)).toMatchObject({ outcome, endsConnection: true });
        }),
        { numRuns: 300 },
      );
    });

    it('mean so to a payment, however it is sent', async () => {
      await fc.assert(
        fc.asyncProperty(unknown, async (each) => {
          const error = { kind: 'error', ...each } as const;
          for (const sending of sendings) {
            const atCommit = await attempt(flavor, { sending, phase: 'commit', script: { COMMIT: error } });
            expect(atCommit, sending).toMatchObject({ outcome: 'in-doubt', isConnectionUsable: false });
            const spoilt = { 'INSERT INTO entry': error };
            const before = await attempt(flavor, { sending, phase: 'statement', script: spoilt });
            const outcome = sending === 'batched' ? 'in-doubt' : 'aborted';
            expect(before, sending).toMatchObject({ outcome, isConnectionUsable: false });
          }
        }),
        // With packets nothing depends on the number any more but what the table says, which is asked above.
        { numRuns: 6 },
      );
    });
  });
});

describe('without an answer', () => {
  const ends: readonly (readonly [string, WireAnswer])[] = [
    ['a connection that is cut', { kind: 'reset' }],
    ['a server that never answers', { kind: 'hang' }],
  ];
  it.each(ends.flatMap(([name, answer]) => all.map((flavor) => [name, flavor.kind, flavor, answer] as const)))(
    '%s is in doubt at COMMIT and leaves no effect before it: %s',
    async (_name, _kind, flavor, answer) => {
      for (const { sending, phase, spot } of everySpot()) {
        const result = await attempt(flavor, { sending, phase, script: { [spot]: answer } });
        // Behind a text that holds COMMIT nobody knows how far the server went on.
        const isInDoubt = phase === 'commit' || (sending === 'batched' && phase !== 'read');
        const outcome: Reading = isInDoubt ? 'in-doubt' : 'aborted';
        expect(result, `${sending}, ${phase}: ${spot}`).toMatchObject({ outcome, isConnectionUsable: false });
      }
    },
  );
});

interface Spot {
  readonly sending: Sending;
  readonly phase: Phase;
  /** The statement that is answered in a way of its own, by how it begins. */
  readonly spot: string;
}

/** What a client library or a proxy gives: whoever passes it on has lost a server that holds the whole text, COMMIT and all. */
function isBehindCommit(
  { sending, phase }: Pick<Spot, 'sending' | 'phase'>,
  { errno, errorClass }: Expectation,
): boolean {
  if (sending !== 'batched' || phase === 'read') return false;
  const isForeign = (errno >= 2_000 && errno < 3_000) || errno >= 9_000;
  return isForeign || ['connection-lost', 'shutdown', 'unreachable', 'other'].includes(errorClass);
}

/** Ahead, no statement begins anything. */
function everySpot(): readonly Spot[] {
  const every = sendings.flatMap((sending) =>
    phases.flatMap((phase) => spots[phase].map((spot) => ({ sending, phase, spot }))),
  );
  return every.filter(({ sending, phase }) => sending !== 'pipelined' || phase !== 'begin');
}

interface Tried extends Omit<Spot, 'spot'> {
  readonly script: Readonly<Record<string, WireAnswer>>;
}

/** A payment, or a read, on a connection of its own, whose statements that begin like this are answered so. */
async function attempt(flavor: Flavor, { sending, phase, script }: Tried): Promise<AttemptResult> {
  let asking: Session | null = null;
  server.answer((sql) => {
    const answer = Object.entries(script).find(([beginning]) => sql.startsWith(beginning))?.[1] ?? null;
    // Not before the statement has come: how long the ones before it take is the machine's affair.
    if (answer?.kind === 'hang') setTimeout(() => asking?.abort('No answer within the transaction timeout.'), 20);
    return answer;
  });
  const session = await open();
  if (session instanceof Session) {
    asking = session;
    const result = await new Promise<AttemptResult>((done) => {
      const context = { session, sending, errors: flavor.errors, done };
      if (phase === 'read') readBalances([4], context);
      else postPayment(payment, context);
    });
    session.close();
    return result;
  }
  throw new Error(session.message);
}

async function refused(each: Expectation): Promise<SeenError> {
  server.refuse(errorOf(each));
  const error = await open();
  server.refuse(null);
  if (error instanceof Session) throw new Error('The server let the client in.');
  return error;
}

function open(): Promise<Session | SeenError> {
  const options = { connectTimeoutMs: 2_000, database: 'paystorm' };
  return new Promise((resolve) =>
    Session.open(server.endpoint, options, (error, session) => resolve(session ?? error)),
  );
}

const payment = { ...transferOrder, attempt: 1 };

function errorOf({ errno, sqlstate, message }: Expectation): Extract<WireAnswer, { kind: 'error' }> {
  return { kind: 'error', errno, sqlstate, message };
}

function answersTo({ errno, sqlstate, message }: ErrorRow, each: Expectation): boolean {
  return (
    errno === each.errno &&
    (sqlstate === undefined || sqlstate === each.sqlstate) &&
    (message === undefined || message.test(each.message))
  );
}

/** The first of each number, state and message. */
function distinct(expected: readonly Expectation[]): readonly Expectation[] {
  return expected.filter((each, index) => expected.findIndex((other) => nameOf(other) === nameOf(each)) === index);
}

/** A row means to a payment what its readings say, whoever's it is: the first flavor that has it is asked with packets. */
function firstWith(each: Expectation): Flavor {
  const has = ({ kind }: Flavor): boolean =>
    (expectations[kind] ?? []).some((other) => JSON.stringify(other) === JSON.stringify(each));
  const found = all.find(has);
  if (found === undefined) throw new Error(`${nameOf(each)} is expected of no flavor.`);
  return found;
}

/** The journal keeps no message: of a number with several readings the plain one names the class. */
function classFor(each: Expectation, expected: readonly Expectation[]): string {
  const plain = expected.find(({ errno, message }) => errno === each.errno && message === 'what the server says');
  return (plain ?? each).errorClass;
}

function nameOf({ errno, sqlstate, message }: Expectation): string {
  return `${errno} ${sqlstate} ${message}`;
}
