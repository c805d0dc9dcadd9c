/** Where replicas stand, seen while payments go on: every question is answered a moment later than the one before it. */
import { describe, expect, it } from 'vitest';
import {
  areSettled,
  readableOf,
  takeStandings,
  troubleOf,
  type AskNode,
} from '../../../../src/host/replication/standing.js';

const primary = { name: 'db-a', host: '127.0.0.1', port: 3301 };
const following = { Slave_IO_Running: 'Yes', Slave_SQL_Running: 'Yes', SQL_Delay: 0 };

type Rows = readonly Record<string, unknown>[];

/** A primary whose log grows by one transaction with each question, and a replica at a fixed position. */
function servers(options: {
  readonly replica: string | null;
  readonly primaryGrows?: boolean;
  /** Who takes writes. */
  readonly open?: readonly string[];
  /** Port of the server that the replica follows. */
  readonly follows?: number;
}): AskNode {
  const { open = ['db-a'], follows = primary.port } = options;
  let sequence = 100;
  const answerOf = (name: string, statement: string): Rows => {
    if (statement.includes('read_only')) return [{ read_only: open.includes(name) ? 0 : 1 }];
    if (name === 'db-a') {
      if (options.primaryGrows === true) sequence += 1;
      return [{ state: `0-1-${sequence}` }];
    }
    if (options.replica === null) throw new Error('no answer');
    if (statement === 'SHOW SLAVE STATUS')
      return [{ ...following, Gtid_IO_Pos: options.replica, Master_Host: primary.host, Master_Port: follows }];
    return [{ position: options.replica }];
  };
  return (name, question) => question((statement) => Promise.resolve(answerOf(name, statement)));
}

const stand = (ask: AskNode) => takeStandings(primary, ['db-b'], ask);

describe('the standing of a replica', () => {
  it('is level when it holds all that the primary held when it was asked', async () => {
    const standings = await stand(servers({ replica: '0-1-100' }));
    expect(standings).toMatchObject({ truth: 100, replicas: [{ isLevel: true, hasDiverged: false }] });
    expect(troubleOf('db-a', standings)).toEqual([]);
    expect(readableOf('db-a', standings).comparable).toEqual(['db-a', 'db-b']);
  });

  it('has not diverged because it passed the position that a busy primary named a moment ago', async () => {
    const standings = await stand(servers({ replica: '0-1-102', primaryGrows: true }));
    expect(standings).toMatchObject({ truth: 101, replicas: [{ isLevel: true, hasDiverged: false }] });
  });

  it.each([
    ['more transactions of the primary than the primary itself', '0-1-101'],
    ['transactions of a server that the primary never followed', '0-3-7'],
  ])('has diverged when it holds %s', async (_what, replica) => {
    const standings = await stand(servers({ replica }));
    expect(standings.replicas).toMatchObject([{ isLevel: false, hasDiverged: true }]);
    expect(troubleOf('db-a', standings).join()).toContain('stands aside');
    expect(readableOf('db-a', standings).excluded).toMatchObject([{ node: 'db-b', isReadable: true }]);
  });

  it('is behind when it lacks something, and silent when it does not answer', async () => {
    const behind = await stand(servers({ replica: '0-1-99' }));
    expect(readableOf('db-a', behind).excluded).toMatchObject([{ reason: 'it stands at transaction 99 of 100' }]);
    const silent = await stand(servers({ replica: null }));
    expect(readableOf('db-a', silent).excluded).toMatchObject([{ reason: 'it does not answer', isReadable: false }]);
  });
});

describe('roles', () => {
  it('are settled when the primary alone takes writes and the replica follows it, or is silent, or stands aside', async () => {
    expect(areSettled(await stand(servers({ replica: '0-1-99' })))).toBe(true);
    expect(areSettled(await stand(servers({ replica: null })))).toBe(true);
    expect(areSettled(await stand(servers({ replica: '0-3-7', follows: 3309 })))).toBe(true);
  });

  it.each([
    ['nobody takes writes', { open: [] }, 'db-a takes no writes'],
    ['the replica takes writes too', { open: ['db-a', 'db-b'] }, 'db-b takes writes beside the primary'],
    ['the replica follows somebody else', { follows: 3309 }, 'db-b does not follow the primary'],
  ])('are not settled when %s', async (_what, options, trouble) => {
    const standings = await stand(servers({ replica: '0-1-100', ...options }));
    expect(areSettled(standings)).toBe(false);
    expect(troubleOf('db-a', standings).join()).toContain(trouble);
  });
});
