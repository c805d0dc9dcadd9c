/** Where replicas stand, seen while payments go on: every question is answered a moment later than the one before it. */
import { describe, expect, it } from 'vitest';
import { readableOf, takeStandings, troubleOf, type AskNode } from '../../../../src/host/replication/standing.js';

type Rows = readonly Record<string, unknown>[];

/** A primary whose log grows by one transaction with each question, and a replica at a fixed position. */
function servers(options: { readonly replica: string | null; readonly primaryGrows?: boolean }): AskNode {
  let sequence = 100;
  const answerOf = (name: string, statement: string): Rows => {
    if (name === 'db-a') {
      if (options.primaryGrows === true) sequence += 1;
      return [{ state: `0-1-${sequence}` }];
    }
    if (options.replica === null) throw new Error('no answer');
    if (statement === 'SHOW SLAVE STATUS')
      return [{ Slave_IO_Running: 'Yes', Slave_SQL_Running: 'Yes', Gtid_IO_Pos: options.replica }];
    return [{ position: options.replica }];
  };
  return (name, question) => question((statement) => Promise.resolve(answerOf(name, statement)));
}

const stand = (ask: AskNode) => takeStandings('db-a', ['db-b'], ask);

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
