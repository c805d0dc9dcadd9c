import { describe, expect, it } from 'vitest';
import { clientSentence } from '../../../src/kit/client-sentence.js';
import { problemLines, readText, soundScenario } from '../../fixtures/scenario-text.js';

const withClient = (client: string, rest = ''): string => `${soundScenario}client: { ${client} }\n${rest}`;

describe('client.hold_locks', () => {
  it('is told wherever it is told how payments are sent, and absent where nothing is held', () => {
    expect(readText(soundScenario).client).not.toHaveProperty('holdLocksMs');
    const held = readText(withClient('hold_locks: 20ms, sending: pipelined'));
    expect(held.client.holdLocksMs).toBe(20);
    expect(clientSentence(held)).toContain('Each keeps its locks for 20ms before COMMIT.');
  });

  it.each([
    ['hold_locks: 20ms, sending: batched', '', 'A payment that is sent as one text commits with it'],
    [
      'hold_locks: 3s',
      '',
      'A payment that holds its locks for 3s is given up before it commits: the transaction timeout is 3s.',
    ],
    [
      'hold_locks: 20ms',
      'api: { gateway: reference }\n',
      'client.hold_locks would do nothing: with an API it is the API that decides how long a payment holds its locks.',
    ],
  ])('%s is refused%s', (client, rest, message) => {
    expect(problemLines(withClient(client, rest)).join('\n')).toContain(message);
  });
});
