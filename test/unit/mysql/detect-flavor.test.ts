/** Which flavor answers is asked of the server, and not guessed from its silence. */
import { expect, it } from 'vitest';
import * as flavors from '../../../src/catalog/flavors/index.js';
import type { Connection } from '../../../src/mysql/connect.js';
import { detectFlavor } from '../../../src/mysql/detect-flavor.js';

it('a server that refuses every question is of no special flavor', async () => {
  const refused = Object.assign(new Error('Unknown system variable'), { errno: 1_193, sqlState: 'HY000' });
  const { flavor, version } = await detectFlavor(answering(refused), Object.values(flavors));
  expect({ kind: flavor.kind, version }).toEqual({ kind: 'generic', version: '5.0.0-something' });
});

it('a server that stops answering is of no flavor at all: the run must not begin', async () => {
  const silent = Object.assign(new Error('No answer within 5000 ms.'), { code: 'ETIMEDOUT' });
  await expect(detectFlavor(answering(silent), Object.values(flavors))).rejects.toThrow('No answer');
});

/** Tells its version, and answers everything else with an error. */
function answering(error: Error): Connection {
  const query: Connection['query'] = async (sql) => {
    if (sql.includes('@@version AS version')) return [{ version: '5.0.0-something' }];
    throw error;
  };
  return {
    query,
    close: async () => undefined,
    destroy: () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}
