/** Prints a page as PDF through the Chromium that is installed on this machine: no package of ours can lay out a page as a browser does. */
import { constants, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { env, getuid } from 'node:process';
import { pathToFileURL } from 'node:url';
import { messageOf, ToolError } from '../kit/error.js';
import { findProgram, firstAccessible } from './find-program.js';
import { endOfProgram, lastLines } from './run-program.js';

export const browserNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** A page of an hour's run takes 3 s on an idle machine; a busy one may need many times as long. */
const printingMs = 60_000;

/** The page is self-contained: no name is resolved, so that neither it nor the browser can ask the network for anything. */
const quietly = [
  '--headless',
  '--disable-gpu',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-extensions',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  // The pages have feet of their own.
  '--no-pdf-header-footer',
];

/** The program named by `CHROMIUM`, or else the first of the usual ones. Throws a ToolError where there is none, so that it is told before a run and not after it. */
export async function findBrowser(): Promise<string> {
  const named = env['CHROMIUM'] ?? '';
  if (named === '') {
    const found = await findProgram(browserNames);
    if (found !== null) return found;
    const message = `A PDF is printed by Chromium, and none of ${browserNames.join(', ')} is installed.`;
    const hint = 'Install it (sudo apt-get install -y chromium), name another in CHROMIUM, or leave --pdf out.';
    throw new ToolError('setupFailed', message, hint);
  }
  if ((await firstAccessible([named], constants.X_OK)) !== null) return named;
  const message = `CHROMIUM names ${named}, which is no program that can be run.`;
  throw new ToolError('setupFailed', message, 'Name the path of a Chromium or Chrome in it, or leave it empty.');
}

export interface Printing {
  readonly browser: string;
  /** Paths of the page and of the file that is made of it. */
  readonly page: string;
  readonly pdf: string;
}

/** Resolves to why it could not be printed, null when it was. A reader sees the old file or the new one, never a part. */
export async function printPage({ browser, page, pdf }: Printing): Promise<string | null> {
  const aside = `${resolve(pdf)}.new`;
  let profile: string | undefined;
  try {
    profile = await mkdtemp(join(tmpdir(), 'paystorm-browser-'));
    const orders = [...quietly, ...asRoot(), `--user-data-dir=${profile}`, `--print-to-pdf=${aside}`];
    const address = pathToFileURL(resolve(page)).href;
    const { code, said } = await endOfProgram(browser, [...orders, address], { timeoutMs: printingMs });
    if (!(await isPdf(aside)))
      return `${browser} ended with ${code ?? 'a signal'}${said.trim() === '' ? '' : `: ${lastLines(said)}`}`;
    await rename(aside, pdf);
    return null;
  } catch (error) {
    return messageOf(error);
  } finally {
    await rm(aside, { force: true }).catch(() => undefined);
    // What the browser leaves running for a moment may still write there.
    if (profile !== undefined)
      await rm(profile, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
  }
}

/** Chromium refuses to sandbox root, as which runs in containers are often started. Its page is ours. */
function asRoot(): readonly string[] {
  return getuid?.() === 0 ? ['--no-sandbox'] : [];
}

async function isPdf(path: string): Promise<boolean> {
  const file = await open(path).catch(() => null);
  if (file === null) return false;
  try {
    const { buffer } = await file.read(Buffer.alloc(5), 0, 5, 0);
    return buffer.toString('latin1') === '%PDF-';
  } finally {
    await file.close();
  }
}
