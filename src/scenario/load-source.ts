/** Reads a scenario file and what it extends, and lays the chosen profiles over it. */
import { open, readdir } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { closestWord } from '../kit/did-you-mean.js';
import { ToolError, messageOf } from '../kit/error.js';
import { limits } from '../model/limits.js';
import { overlay, type Report } from './overlay.js';
import { problemAt, type ScenarioProblem } from './problem.js';
import { readYaml } from './read-yaml.js';
import { childOf, keyPlaceAt, type Place, type SourceFile, type SourceMap, type SourceNode } from './source.js';

const extendsMax = 8;

/** The scenario without `extends` and `profiles`, or null when some file cannot be read as YAML. */
export async function loadSource(
  file: string,
  profile: string | undefined,
  report: Report,
): Promise<SourceNode | null> {
  const merged = await loadWithBase(file, report, []);
  return merged === null ? null : layProfiles(merged, profile, report);
}

/** The same for a text that is no file: it can have profiles, but nothing to be relative to. */
export function loadText(source: SourceFile, profile: string | undefined, report: Report): SourceNode | null {
  const root = parse(source, report);
  if (root === null) return null;
  const base = childOf(root, 'extends');
  if (base !== undefined) report(problemAt(base.place, { message: 'Only a file can extend another file.' }));
  return layProfiles(withoutKey(root, 'extends'), profile, report);
}

async function loadWithBase(file: string, report: Report, chain: readonly string[]): Promise<SourceMap | null> {
  const text = await readBounded(file);
  const root = parse({ name: nameOf(file), text }, report);
  const base = root === null ? undefined : childOf(root, 'extends');
  if (root === null || base === undefined) return root;
  const own = withoutKey(root, 'extends');
  if (base.kind !== 'scalar' || typeof base.value !== 'string') {
    report(problemAt(base.place, { message: '`extends` names one file.', expected: 'a path such as base.yaml' }));
    return own;
  }
  const basePath = isAbsolute(base.value) ? base.value : join(dirname(file), base.value);
  const baseRoot = await loadBase(basePath, base.place, report, [...chain, resolve(file)]);
  return baseRoot === null ? null : (overlay(baseRoot, own, report) as SourceMap);
}

async function loadBase(
  file: string,
  place: Place,
  report: Report,
  chain: readonly string[],
): Promise<SourceMap | null> {
  if (chain.includes(resolve(file))) {
    const names = [...chain, resolve(file)].map(nameOf);
    report(problemAt(place, { message: `The files extend each other in a circle: ${names.join(' -> ')}.` }));
    return null;
  }
  if (chain.length > extendsMax) {
    report(problemAt(place, { message: `More than ${extendsMax} files extend each other.` }));
    return null;
  }
  try {
    return await loadWithBase(file, report, chain);
  } catch (thrown) {
    if (!(thrown instanceof ToolError)) throw thrown;
    report(problemAt(place, { message: thrown.message, remedy: thrown.hint }));
    return null;
  }
}

function parse(source: SourceFile, report: Report): SourceMap | null {
  const { root, problems } = readYaml(source);
  for (const problem of problems) report(problem);
  if (root === null || root.kind === 'map') return root;
  const expected = 'keys such as name, target, traffic and gates';
  report(problemAt({ ...root.place, end: root.place.start + 1 }, { message: 'This is no scenario.', expected }));
  return null;
}

/** One overlay after the other, as the names stand, with a comma between them. */
function layProfiles(root: SourceMap, chosen: string | undefined, report: Report): SourceNode {
  const profiles = childOf(root, 'profiles');
  const own = withoutKey(root, 'profiles');
  if (profiles !== undefined && profiles.kind !== 'map') {
    const message = '`profiles` holds one overlay for each name.';
    report(problemAt(profiles.place, { message, expected: 'a map from name to overlay' }));
  }
  let laid: SourceNode = own;
  for (const name of chosen?.split(',').map((each) => each.trim()) ?? []) {
    const overlaid = profiles === undefined ? undefined : childOf(profiles, name);
    if (overlaid === undefined) report(noSuchProfile(root, name));
    else laid = overlay(laid, overlaid, report);
  }
  return laid;
}

function noSuchProfile(root: SourceMap, name: string): ScenarioProblem {
  const profiles = childOf(root, 'profiles');
  const names = profiles?.kind === 'map' ? [...profiles.entries.keys()] : [];
  const meant = closestWord(name, names);
  return problemAt(keyPlaceAt(root, [], profiles === undefined ? 'name' : 'profiles'), {
    message: `The scenario has no profile "${name}".`,
    expected: names.length === 0 ? 'a scenario with profiles' : `one of ${names.join(', ')}`,
    remedy: meant === null ? null : `Did you mean "${meant}"?`,
  });
}

function withoutKey(root: SourceMap, key: string): SourceMap {
  return { ...root, entries: new Map([...root.entries].filter(([each]) => each !== key)) };
}

/** As short as it can be written from here. */
export function nameOf(file: string): string {
  const short = relative('', resolve(file));
  return short.startsWith('..') ? file : short;
}

/** Never reads more than the limit, whatever the file is. */
async function readBounded(file: string): Promise<string> {
  const handle = await open(file, 'r').catch(async (cause: unknown) => {
    const message = `The file ${file} cannot be read: ${messageOf(cause)}.`;
    throw new ToolError('invalidScenario', message, await nameHint(file), { cause });
  });
  try {
    const buffer = Buffer.alloc(limits.scenarioBytesMax + 1);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0).catch((cause: unknown) => {
      throw new ToolError('invalidScenario', `${file} cannot be read: ${messageOf(cause)}.`, 'Give a scenario file.', {
        cause,
      });
    });
    if (bytesRead > limits.scenarioBytesMax) {
      throw new ToolError('invalidScenario', `${file} is larger than 1 MiB.`, 'A scenario is a page or two of YAML.');
    }
    return decode(buffer.subarray(0, bytesRead), file);
  } finally {
    await handle.close();
  }
}

/** What to do about a file that is not there. */
export async function nameHint(file: string): Promise<string> {
  const beside = await readdir(dirname(file)).catch(() => []);
  const meant = closestWord(
    basename(file),
    beside.filter((name) => name !== basename(file)),
  );
  return meant === null ? 'Check its name.' : `Did you mean ${join(dirname(file), meant)}?`;
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ToolError('invalidScenario', `${file} is not UTF-8 text.`, 'Save it as UTF-8.', { cause });
  }
}
