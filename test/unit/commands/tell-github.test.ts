/** What GitHub's runner is told of several runs together. */
import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { tellGithubOfStudy } from '../../../src/commands/tell-github.js';
import { exitCodes } from '../../../src/model/exit-code.js';
import { StoredRuns } from '../../fixtures/stored-runs.js';

const runs = new StoredRuns();
afterAll(() => runs[Symbol.dispose]());

async function told(exitCode: number, environment: Readonly<Record<string, string>>): Promise<string> {
  let said = '';
  const terminal = { err: (text: string) => void (said += text) } as never;
  const result = { exitCode, reasons: ['First.', 'Second.', 'Third.', 'Fourth.'], page: '## page\n' };
  await tellGithubOfStudy(result, { argv: [], terminal, environment, signal: new AbortController().signal });
  return said;
}

const inWorkflow = { GITHUB_ACTIONS: 'true' };

it.each([
  [exitCodes.dataViolation, 'error'],
  [exitCodes.gateFailed, 'error'],
  [exitCodes.inconclusive, 'warning'],
])('exit code %i becomes one %s with the first reasons', async (exitCode, level) => {
  const said = await told(exitCode, inWorkflow);
  expect(said).toMatch(
    new RegExp(`^::${level} title=paystorm::Exit code ${exitCode}: .*First\\. Second\\. Third\\.\\n$`, 'u'),
  );
});

it('a pass is no annotation, and elsewhere nothing is said', async () => {
  expect(await told(exitCodes.pass, inWorkflow)).toBe('');
  expect(await told(exitCodes.gateFailed, {})).toBe('');
});

it('a comparison of stored runs is annotated, and its page is in the summary of the job', async () => {
  await runs.store('before', 0);
  await runs.store('after', 400);
  const summary = runs.path('summary.md');
  const environment = { ...inWorkflow, GITHUB_STEP_SUMMARY: summary };
  const { exitCode, err } = await runs.sayIn(environment, 'compare', runs.path('before'), runs.path('after'));
  expect(exitCode).toBe(exitCodes.gateFailed);
  expect(err).toContain('::error title=paystorm::Exit code 99');
  expect(readFileSync(summary, 'utf8')).toContain('story');
});
