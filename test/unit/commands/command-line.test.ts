/** The last word of the command line: whatever a command has come to, a target that is left dirty is told. */
import { afterEach, expect, it } from 'vitest';
import { createTerminal } from '../../../src/commands/create-terminal.js';
import { runCommandLine } from '../../../src/commands/index.js';
import { injected } from '../../../src/run/faults/injected.js';
import { leaseOf } from '../../fixtures/leases.js';

afterEach(() => injected.clear());

it.each([
  ['passes', ['list']],
  ['fails', ['frobnicate']],
])(
  'a command that %s ends as unhealed while its process holds a fault, and says how to mend it',
  async (_how, argv) => {
    expect((await ran(argv)).exitCode).not.toBe(123);
    const byHand = ['docker unpause shop --token=hunter2'];
    injected.set(leaseOf({ fault: 'lose', kind: 'docker', targets: { nodes: ['db'] }, byHand }), {
      breaks: [],
      takes: [],
    });
    const { exitCode, told } = await ran(argv);
    expect(exitCode).toBe(123);
    expect(told.at(-1)).toBe(`Still injected:
  lose (docker on db)
    by hand: docker unpause shop --token=***
It could not be healed. Look at the servers, then run: paystorm heal
`);
  },
);

it('what a command ends with holds no secret', async () => {
  const { told } = await ran(['run', 'no-such', '--curl -u admin:hunter2']);
  expect(told.join('')).toContain('curl -u admin:***');
});

async function ran(argv: readonly string[]) {
  const told: string[] = [];
  const terminal = createTerminal({
    isTty: false,
    columns: 80,
    hasColor: false,
    out: () => undefined,
    err: (text: string) => void told.push(text),
  });
  const { signal } = new AbortController();
  return { exitCode: await runCommandLine({ argv, terminal, environment: {}, signal }), told };
}
