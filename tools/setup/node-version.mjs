/** Checks first of all that this Node is new enough, with one sentence instead of a syntax error. It must itself run on old versions. */
import { readFileSync } from 'node:fs';

/** Ends the process when this Node is older than package.json asks for. */
export function requireNode(version = process.versions.node) {
  const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const problem = problemOfNode(version, engines.node);
  if (problem === null) return;
  console.error(`paystorm: ${problem}`);
  process.exit(100);
}

/** `wanted` is a lower bound such as ">=20.19". */
export function problemOfNode(version, wanted) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = wanted.replace('>=', '').split('.').map(Number);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return null;
  return `This is Node ${version}; paystorm needs Node ${wantedMajor}.${wantedMinor} or newer. Install it from https://nodejs.org and run this again.`;
}
