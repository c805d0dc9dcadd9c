/** Several profiles, one laid over the other. */
import { describe, expect, test } from 'vitest';
import { problemLines, readText, soundScenario } from '../../fixtures/scenario-text.js';

const text = `${soundScenario}profiles:
  strong:
    client: { connections: 96, deadline: 2s }
  brief:
    client: { connections: 8 }
`;

const connections = (profile: string): readonly number[] => {
  const { client } = readText(text, { profile });
  return [client.connections, client.deadlineMs];
};

describe('several profiles', () => {
  test('are laid one over the other, in the order in which they are named', () => {
    expect(connections('strong,brief')).toEqual([8, 2_000]);
    expect(connections('brief, strong')).toEqual([96, 2_000]);
  });

  test('that do not exist are told all at once', () => {
    const [first, second, ...others] = problemLines(text, { profile: 'strnog,brief,breif' });
    expect([first, second]).toEqual([
      '14:1 The scenario has no profile "strnog".',
      '14:1 The scenario has no profile "breif".',
    ]);
    expect(others).toEqual([]);
  });
});
