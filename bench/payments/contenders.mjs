/** Starts one contender: a process that pays for some seconds, and tells at its end how long its payments took. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const inFolder = (name) => fileURLToPath(new URL(name, import.meta.url));
/** Ids that no contender has used, and that none of paystorm's runs can have. */
const idsEach = 1_000_000_000;
/** Payment ids of the load begin far above those of the bare clients. */
const firstTag = 1_000;
let started = 0;

/** Both sides of a pair: what runs, and what it says at its end. */
function start(program, args, read) {
  started += 1;
  let child;
  const told = new Promise((resolve, reject) => {
    child = execFile(program, args, { maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${program} failed: ${stdout}${stderr}`));
      else resolve(read(stdout));
    });
  });
  // Whoever waits for it hears of a failure; before anybody does, it must not end the whole benchmark without its end.
  told.catch(() => undefined);
  return { pid: child.pid, told };
}

/** A bare client: no schedule, no journal, only connections that pay without a pause. */
export function startBare(place, { client, ...order }) {
  const full = { ...order, endpoint: place.endpoint, client, firstId: (started + 1) * idsEach };
  return start(process.execPath, [inFolder('bare-client.mjs'), JSON.stringify(full)], JSON.parse);
}

/** paystorm's load as a rehearsal drives it, offered `rate` arrivals per second. */
export function startWhole(place, order) {
  const full = { ...order, endpoint: place.endpoint, scenarioFile: place.scenarioFile, runTag: firstTag + started };
  return start(process.execPath, [inFolder('whole-load.mjs'), JSON.stringify(full)], JSON.parse);
}

export function startSysbench(place, { seconds, connections, accounts }) {
  const { host, port, user, password } = place.endpoint;
  const args = [
    inFolder('payment.lua'),
    `--mysql-host=${host}`,
    `--mysql-port=${port}`,
    `--mysql-user=${user}`,
    `--mysql-password=${password}`,
    '--mysql-db=paystorm',
    `--threads=${connections}`,
    `--time=${seconds}`,
    '--report-interval=0',
    '--percentile=99',
    '--histogram=on',
    '--db-ps-mode=disable',
    `--accounts=${accounts}`,
    `--first_id=${(started + 1) * idsEach}`,
    'run',
  ];
  return start('sysbench', args, timesOf);
}

/** Out of sysbench's histogram: lines of a value in ms and a count. */
function timesOf(output) {
  const bars = [...output.matchAll(/^\s+([\d.]+) \|[* ]+ (\d+)$/gmu)].map(([, ms, count]) => [
    Number(ms),
    Number(count),
  ]);
  const total = bars.reduce((sum, [, count]) => sum + count, 0);
  const [, p99] = /99th percentile:\s+([\d.]+)/u.exec(output) ?? [];
  let seen = 0;
  const middle = bars.find(([, count]) => (seen += count) >= total / 2);
  return { p50Ms: middle?.[0], p99Ms: Number(p99) };
}
