/** Which Node is new enough. */
import { expect, it } from 'vitest';
import { problemOfNode } from '../../../tools/setup/node-version.mjs';

it.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('Node %s is new enough for 20.19', (version) => {
  expect(problemOfNode(version, '>=20.19')).toBeNull();
});

it.each(['20.18.3', '18.20.0', '8.0.0'])('Node %s is told that it is too old, with what is needed', (version) => {
  expect(problemOfNode(version, '>=20.19')).toMatch(new RegExp(`Node ${version}; .* Node 20\\.19 or newer`, 'u'));
});
