/** Every flavor is recognised by what its servers answer, tells their health, and says what a reader of the list wants to know: over real packets. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import type { Flavor } from '../../../src/model/flavor.js';
import { askHealth } from '../../../src/mysql/ask-health.js';
import { connect } from '../../../src/mysql/connect.js';
import { detectFlavor } from '../../../src/mysql/detect-flavor.js';
import type { WireAnswer } from '../../../src/mysql/wire-answer.js';
import { ScriptedServer, type Script } from '../../fixtures/scripted-server.js';
import { healthCases } from './health-cases.js';
import { knownServers, rowsOf } from './servers.js';

const { flavors } = createCatalog();

let server: ScriptedServer;
beforeAll(async () => {
  server = await ScriptedServer.listen();
});
afterAll(() => server[Symbol.asyncDispose]());

describe('detection', () => {
  it.each(knownServers.map((each) => [each.name, each.flavor, each] as const))(
    'takes %s for %s',
    async (_name, flavor, { version, answers }) => {
      server.answer(scriptOf({ ...answers, 'SELECT @@version AS version': rowsOf(['version'], [version]) }));
      await using connection = await connect(server.endpoint, { connectTimeoutMs: 2_000 });
      const detected = await detectFlavor(connection, flavors.all);
      expect([detected.flavor.kind, detected.version]).toEqual([flavor, version]);
    },
  );

  it('has a server that is taken for each flavor', () => {
    expect(new Set(knownServers.map(({ flavor }) => flavor))).toEqual(new Set(flavors.all.map(({ kind }) => kind)));
  });
});

describe('health', () => {
  it.each(healthCases.map((each) => [each.flavor, each.name, each] as const))(
    'of %s: %s',
    async (kind, _name, { answers, health }) => {
      server.answer(scriptOf(answers));
      await using connection = await connect(server.endpoint, { connectTimeoutMs: 2_000 });
      expect(await askHealth(flavors.get(kind), (sql) => connection.query(sql))).toMatchObject(health);
    },
  );

  it('has a case in which a server serves and one in which it does not, for each flavor', () => {
    for (const { kind } of flavors.all) {
      const states = healthCases.filter(({ flavor }) => flavor === kind).map(({ health }) => health['state']);
      expect(states, kind).toContain('serving');
      expect(
        states.some((state) => state !== 'serving'),
        kind,
      ).toBe(true);
    }
  });
});

describe.each(flavors.all.map((flavor) => [flavor.kind, flavor] as const))('the flavor %s', (kind, flavor: Flavor) => {
  it('says in whole sentences what it is, how its primary moves, and where its promises come from', () => {
    for (const sentence of [flavor.summary, flavor.switchover.note, flavor.claims.source]) {
      expect(sentence).toMatch(/^[A-Z].*\.$/u);
    }
  });

  it('sends its strong read and its switchover as statements', () => {
    const statements = [...flavor.strongRead, ...flavor.switchover.statements.map(({ sql }) => sql)];
    for (const sql of statements) expect(sql).toMatch(/^(?:SET|SELECT|STOP|RESET) .*[^;.]$/u);
  });

  it('reads its settings by name, and leaves out what the server does not know', async () => {
    server.answer(
      scriptOf({ 'SHOW GLOBAL VARIABLES': rowsOf(['Variable_name', 'Value'], ['max_connections', '151']) }),
    );
    await using connection = await connect(server.endpoint, { connectTimeoutMs: 2_000 });
    expect(await flavor.settings((sql) => connection.query(sql)), kind).toEqual({ max_connections: '151' });
  });
});

function scriptOf(answers: Readonly<Record<string, WireAnswer>>): Script {
  const unknown: WireAnswer = {
    kind: 'error',
    errno: 1064,
    sqlstate: '42000',
    message: 'You have an error in your SQL syntax',
  };
  return (sql) => Object.entries(answers).find(([beginning]) => sql.startsWith(beginning))?.[1] ?? unknown;
}
