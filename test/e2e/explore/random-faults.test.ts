/** What chance breaks is healed and judged; a lost payment is found, and comes back when its draw is played once more; an honest target passes. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../../../src/model/exit-code.js';
import type { ExploreRecord } from '../../../src/model/explore.js';
import { CliSite } from '../../fixtures/run-cli.js';

const scenario = 'test/fixtures/scenarios/short-explore.yaml';

describe('an exploration', () => {
  let site: CliSite;
  beforeAll(async () => {
    site = await CliSite.open();
  });
  afterAll(() => site[Symbol.asyncDispose]());

  const explore = (folder: string, ...args: readonly string[]) =>
    site.start('explore', scenario, '--out', site.path(folder), ...args).result;
  const recordIn = async (folder: string): Promise<ExploreRecord> =>
    JSON.parse(await readFile(`${site.path(folder)}/explore.json`, 'utf8')) as ExploreRecord;

  it('of an honest target finds nothing, with something broken', async () => {
    const { exitCode, out, err } = await explore('honest', '--draw', '2', '--faults', 'node-kill');
    expect(exitCode, out + err).toBe(exitCodes.pass);
    const { episodes, findings } = await recordIn('honest');
    expect(episodes).toMatchObject([{ purpose: 'faults', troubles: [] }]);
    expect(episodes[0]?.recoveries.map(({ isEffective }) => isEffective)).toEqual(episodes[0]?.faults.map(() => true));
    expect(findings.kinds).toMatchObject([{ kind: 'node-kill', unseen: 0 }]);
  });

  it('of one that loses payments finds them again in both replays, and says how to see them', async () => {
    const bug = 'target.bugs=[{ bug: lose-commit, share: 2% }]';
    const { exitCode, out, err } = await explore('losing', '--draw', '2', '--faults', 'node-kill', '--set', bug);
    expect(exitCode, out + err).toBe(exitCodes.dataViolation);
    const { episodes, findings } = await recordIn('losing');
    expect(episodes.map(({ purpose, draw }) => [purpose, draw])).toEqual([
      ['faults', 2],
      ['replay', 2],
      ['replay', 2],
    ]);
    const lost = findings.found.find(({ signature }) => signature === 'check acknowledged-present');
    expect(lost).toMatchObject({ weight: 'data', draws: [2], replays: 2, reproduced: 2, explainedBy: null });
    expect(out).toContain('came back in 2 of 2');
    expect(out.replace(/\s+/gu, ' ')).toMatch(/Again: paystorm explore \S+short-explore\.yaml.* --draw 2/u);
    expect(await readFile(`${site.path('losing')}/explore.md`, 'utf8')).toContain('fault: node-kill');
  });
});
