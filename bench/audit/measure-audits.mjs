/** How long the audit of a large ledger takes, and how much memory: one MariaDB, a ledger of so many payments, and the audit in a process of its own. */
import { execFile } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createCatalog } from '../../dist/catalog/index.js';
import { fillLedger } from './fill-ledger.mjs';
import { prepareAudit } from './plan-of.mjs';
import { tamper } from './tamper.mjs';

const auditOnce = fileURLToPath(new URL('audit-once.mjs', import.meta.url));
const million = 1_000_000;
const transfers = '{ transfer: 1 }';
const everything = '{ transfer: 2, qr-payment: 2, top-up: 1, balance: 1 }';
/** In which slips are planted as well. */
const tamperedMillions = 3;

/** Each size with transfers alone; the last of them once more with every kind of row, but at a million. */
export async function measureAudits(place, millions, say) {
  for (const size of millions) await measureSize(place, { payments: size * million, mix: transfers }, say);
  say(`of ${everything}:`);
  await measureSize(place, { payments: million, mix: everything }, say);
}

async function measureSize(place, order, say) {
  const directory = join(place.directory, `journal-${order.payments}-${order.mix.length}`);
  mkdirSync(directory);
  const startMs = performance.now();
  await fillLedger(place.endpoint, { ...(await prepareAudit(order, createCatalog())), directory });
  say(
    `filled for ${order.payments / million} million arrivals in ${((performance.now() - startMs) / 1_000).toFixed(0)} s`,
  );
  await report(place, { ...order, directory }, say);
  if (order.payments === tamperedMillions * million) {
    await tamper(place.endpoint, order);
    say('with four slips:');
    await report(place, { ...order, directory }, say);
  }
  rmSync(directory, { recursive: true });
}

async function report(place, order, say) {
  const before = await place.sample(process.pid);
  const argument = JSON.stringify({ ...order, endpoint: place.endpoint });
  const { stdout } = await promisify(execFile)(process.execPath, [auditOnce, argument]);
  const after = await place.sample(process.pid);
  const found = JSON.parse(stdout);
  say(lineOf({ ...found, serverSeconds: (after.serverMs - before.serverMs) / 1_000 }));
  if (found.unreadable !== null) say(`  unreadable: ${found.unreadable}`);
  for (const { category, count, examples } of found.findings) {
    say(`  ${category}: ${count}`);
    for (const text of examples) say(`    ${text}`);
  }
}

function lineOf({ seconds, cpuSeconds, serverSeconds, rssBytes, payments }) {
  const cpu = `CPU ${cpuSeconds.toFixed(1)} s and the server ${serverSeconds.toFixed(1)} s`;
  return `${grouped(payments)} payments in ${seconds.toFixed(1)} s (${cpu}), ${grouped(rssBytes / 2 ** 20)} MB, ${grouped(payments / seconds)} payments/s`;
}

function grouped(number) {
  return Math.round(number).toLocaleString('en-US');
}
