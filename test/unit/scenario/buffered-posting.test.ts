import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { describePlan } from '../../../src/plan/describe-plan.js';
import { readScenarioText } from '../../../src/scenario/read-scenario.js';
import { testCatalog } from '../../fixtures/catalog.js';
import { planOf } from '../../fixtures/plan.js';
import { problemLines, readText, soundScenario } from '../../fixtures/scenario-text.js';

const hot = 'merchants: { hot: { accounts: 2, share: 50% } }';

describe('ledger.buffered_posting', () => {
  it('is absent where nothing is buffered, and has its defaults where it is empty', () => {
    expect(readText(soundScenario).ledger).not.toHaveProperty('bufferedPosting');
    expect(readText(`${soundScenario}ledger: { ${hot}, buffered_posting: {} }\n`).ledger.bufferedPosting).toEqual({
      accounts: ['hot-merchants'],
      everyMs: 500,
      batchMax: 200,
    });
  });

  it('is told by the plan, with what comes after the load', () => {
    const keys = `ledger: { ${hot}, buffered_posting: { accounts: [hot-merchants, fees], every: 2s, batch: 50 } }`;
    const text = describePlan(planOf({ keys }), testCatalog());
    expect(text).toContain(
      'Credits to the hot merchants and the fee accounts are buffered by their payments, and posted every 2s in batches of up to 50.',
    );
    expect(text).toContain('then what is buffered is posted, and every payment is compared');
  });

  it.each([
    ['buffered_posting: {}', '', 'Credits to hot merchants are to be buffered, and none is hot.'],
    [
      `${hot}, mode: detect, buffered_posting: {}`,
      'client: { retry: none }\n',
      'The buffer tells credits apart by payment and entry',
    ],
    [`${hot}, buffered_posting: {}`, 'api: { gateway: reference }\n', 'Behind an API it is the application that posts'],
    [`buffered_posting: { accounts: [fees, budgets] }`, '', '"budgets" is not known here.'],
  ])('{ %s } is refused%s', (ledger, rest, message) => {
    expect(problemLines(`${soundScenario}ledger: { ${ledger} }\n${rest}`).join('\n')).toContain(message);
  });

  it('needs a real database', () => {
    const text = `name: story
target: { topology: simulated }
ledger: { ${hot}, buffered_posting: {} }
traffic: { phases: [{ name: only, for: 10s, rate: 10/s }] }
`;
    const read = (): unknown => readScenarioText({ name: 'story.yaml', text }, { environment: {} }, createCatalog());
    expect(read).toThrow('The simulated target knows no buffer.');
  });

  it('buffers fees without any hot merchant', () => {
    expect(
      readText(`${soundScenario}ledger: { buffered_posting: { accounts: [fees] } }\n`).ledger.bufferedPosting?.accounts,
    ).toEqual(['fees']);
  });
});
