import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const program = resolve('examples/gateway/gateway.mjs');
/** Nobody listens there. */
const databases = 'mysql://nobody@127.0.0.1:1/paystorm';

function start(...words: readonly string[]): ChildProcess {
  return spawn(process.execPath, [program, '--port', '0', ...words], { env: { GATEWAY_DATABASES: databases } });
}

async function addressOf(gateway: ChildProcess): Promise<string> {
  const [said] = (await once(gateway.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return /http:\S+/u.exec(said.toString())?.[0] ?? '';
}

describe('the reference gateway', () => {
  it('without a database says that nothing was executed, and ends with the input of whoever started it', async () => {
    const gateway = start('--end-with-input');
    const url = await addressOf(gateway);
    expect((await fetch(`${url}/health`)).status).toBe(503);
    const legs = [
      { account: 1, amount: -5 },
      { account: 2, amount: 5 },
    ];
    const pay = (body: unknown) => fetch(`${url}/payments`, { method: 'POST', body: JSON.stringify(body) });
    const unpaid = await pay({ payment_id: 7, operation: 'transfer', amount: 5, legs });
    expect([unpaid.status, await unpaid.json()]).toMatchObject([503, { payment_id: 7, status: 'not-executed' }]);
    const uneven = await pay({ payment_id: 7, operation: 'transfer', amount: 5, legs: legs.slice(0, 1) });
    expect(uneven.status).toBe(400);
    const long = await pay({ payment_id: 7, operation: 'x'.repeat(70_000), amount: 5, legs });
    expect([long.status, await long.json()]).toMatchObject([413, { status: 'refused' }]);
    gateway.stdin?.end();
    expect(await once(gateway, 'exit')).toEqual([0, null]);
  });

  it('tells what is wrong with its options', async () => {
    const gateway = start('--bug', 'fast-retry');
    const [said] = (await once(gateway.stderr as NodeJS.ReadableStream, 'data')) as [Buffer];
    expect(said.toString()).toContain('The bug "fast-retry" is unknown.');
    expect(await once(gateway, 'exit')).toEqual([2, null]);
  });
});
