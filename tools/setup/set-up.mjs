/** Sets up what is missing, in order: packages, build, database server, and for the tests a browser and a judge of metrics. What is there already costs nothing and is not mentioned. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuild } from './build.mjs';
import { listenToSignals } from './child.mjs';
import { withLock } from './lock.mjs';
import { ensureNpmPackages } from './npm-packages.mjs';
import { ensurePromtool } from './promtool.mjs';
import { setupFailed, SetUpError } from './set-up-error.mjs';
import {
  missingBrowser,
  missingTestTools,
  missingLoadTool,
  missingNetworkTools,
  missingServerNeeds,
} from './system-needs.mjs';
import { installSystemPackages, lineFor, mayInstall } from './system-packages.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** `browser`: not needed, welcome (its tests are skipped without one), or required. `loadTool`: whether sysbench is to be there. */
export async function setUp({ browser = 'not-needed', loadTool = false } = {}) {
  await prepareCode();
  await ensureSystem(browser);
  if (browser !== 'not-needed') await ensurePromtool(say);
  const tools = loadTool ? missingLoadTool() : [];
  if (tools.length > 0) await installSystemPackages(tools, say);
}

/** Packages and build. */
export async function prepareCode() {
  await withLock(
    join(root, '.setup-lock'),
    async () => {
      await ensureNpmPackages(root, say);
      await ensureBuild(root, say);
    },
    () => say('Waiting for another set-up of this folder …'),
  );
}

async function ensureSystem(browser) {
  const isForTests = browser !== 'not-needed';
  const needed = [...missingServerNeeds(), ...(isForTests ? missingTestTools() : [])];
  const servers = [...needed, ...(isForTests || needed.length > 0 ? welcomeNetworkTools(isForTests) : [])];
  const browsers = isForTests ? missingBrowser() : [];
  if (browsers.length > 0 && browser === 'welcome' && !mayInstall()) {
    say('Chromium is missing, so the tests that open a report in a browser are skipped. To have them too:');
    say(`    ${lineFor(browsers.map((need) => need.package))}`);
    return servers.length === 0 ? undefined : installSystemPackages(servers, say);
  }
  const needs = [...servers, ...browsers];
  if (needs.length > 0) await installSystemPackages(needs, say);
}

/** Installed where that is allowed, for the tests or when something is installed in any case: all but the faults between nodes works without them, and these say so themselves. */
function welcomeNetworkTools(isForTests) {
  const missing = missingNetworkTools();
  if (missing.length === 0 || mayInstall()) return missing;
  if (isForTests) {
    say('nft or ip is missing, so the tests that cut the network between servers are skipped. To have them too:');
    say(`    ${lineFor(missing.map((need) => need.package))}`);
  }
  return [];
}

export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** The frame of a command: what `work` resolves to is the exit code; a SetUpError becomes its sentence, its hint and its code. */
export async function conclude(work) {
  listenToSignals();
  try {
    process.exitCode = await work();
  } catch (error) {
    say(`paystorm: ${error instanceof SetUpError ? error.message : error.stack}`);
    if (error.hint) say(`    ${error.hint}`);
    process.exitCode = error.exitCode ?? setupFailed;
  }
}
