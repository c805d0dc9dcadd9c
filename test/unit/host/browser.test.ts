/** What is done when the browser that should print is missing, or does not print. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { env } from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browserNames, findBrowser, printPage } from '../../../src/host/browser.js';
import { Scratch } from '../../fixtures/scratch.js';
import { StubPrograms } from '../../fixtures/stub-programs.js';

let stubs: StubPrograms;
let scratch: Scratch;
const named = env['CHROMIUM'];

beforeEach(async () => {
  stubs = await StubPrograms.open();
  scratch = new Scratch();
  delete env['CHROMIUM'];
});
afterEach(async () => {
  scratch[Symbol.dispose]();
  await stubs[Symbol.asyncDispose]();
  if (named !== undefined) env['CHROMIUM'] = named;
});

describe('the browser', () => {
  it('is the first on the path of the usual names', async () => {
    await stubs.write(browserNames[0] as string, 'exit 0');
    expect(await findBrowser()).toBe(`${stubs.directory}/${browserNames[0]}`);
  });

  it('is the one that CHROMIUM names, or none', async () => {
    await stubs.write('mine', 'exit 0');
    env['CHROMIUM'] = `${stubs.directory}/mine`;
    expect(await findBrowser()).toBe(`${stubs.directory}/mine`);
    env['CHROMIUM'] = `${stubs.directory}/absent`;
    await expect(findBrowser()).rejects.toMatchObject({
      code: 'setupFailed',
      message: expect.stringContaining('absent'),
    });
  });
});

const printing = async (body: string): Promise<string | null> => {
  await stubs.write('mine', body);
  writeFileSync(scratch.path('page.html'), '<p>A page.</p>');
  const paths = { page: scratch.path('page.html'), pdf: scratch.path('page.pdf') };
  return await printPage({ browser: `${stubs.directory}/mine`, ...paths });
};
const toTheFile = 'for word in "$@"; do case "$word" in --print-to-pdf=*) file="${word#--print-to-pdf=}";; esac; done';

describe('printing', () => {
  it('puts what the browser made in its place', async () => {
    expect(await printing(`${toTheFile}; printf '%s' '%PDF-1.4 made' > "$file"`)).toBeNull();
    expect(readFileSync(scratch.path('page.pdf'), 'utf8')).toBe('%PDF-1.4 made');
  });

  it.each([
    ['says why it could not', 'echo "no display" >&2; exit 3', /ended with 3: no display/u],
    ['made something else', `${toTheFile}; echo '<html>' > "$file"`, /ended with 0/u],
    ['made nothing', 'exit 0', /ended with 0$/u],
  ])('keeps the earlier file and leaves nothing else when the browser %s', async (_name, body, why) => {
    writeFileSync(scratch.path('page.pdf'), 'earlier');
    expect(await printing(body)).toMatch(why);
    expect(readFileSync(scratch.path('page.pdf'), 'utf8')).toBe('earlier');
    expect(readdirSync(scratch.directory).sort()).toEqual(['page.html', 'page.pdf']);
  });

  it('gives the browser a profile of its own, which is gone afterwards, and no name to resolve', async () => {
    await printing('exit 0');
    const words = (await stubs.calls())[0]?.argv ?? [];
    const profile = words.find((word) => word.startsWith('--user-data-dir='))?.slice('--user-data-dir='.length) ?? '';
    expect(existsSync(profile)).toBe(false);
    expect(profile).toContain('paystorm-browser-');
    expect(words).toContain('--host-resolver-rules=MAP * ~NOTFOUND');
  });
});
