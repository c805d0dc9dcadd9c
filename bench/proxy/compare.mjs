/** What the fault proxy costs: payments straight to the server and through it, one way after the other in every round, as fast as a server can and at a fixed rate. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { startBare, startWhole } from '../payments/contenders.mjs';
import { openPlace } from '../payments/place.mjs';

const proxyHost = fileURLToPath(new URL('proxy-host.mjs', import.meta.url));
const accounts = 10_000;
const connections = 16;
const warmupSeconds = 4;
/** Reads every packet for COMMITs and spoils none. */
const reading = { id: 'reading', kind: 'commit-ack-loss', nodes: ['db'], settings: { share: 0, afterwards: 'reset' } };
const ways = { direct: undefined, 'through the proxy': null, 'proxy that reads packets': reading };

/** `rate` null: as fast as the server answers. */
export async function compareProxy(scenarioFile, { rounds, seconds, sendings, rates, say }) {
  const place = await openPlace(scenarioFile, []);
  try {
    await place.prepare();
    await startBare(place, { seconds: 8, connections, accounts, client: 'batched' }).told;
    const results = [];
    for (let round = 0; round < rounds; round += 1) {
      for (const client of sendings) {
        for (const rate of rates) {
          // Each round begins with another way, so that none is always the first after a pause.
          const names = Object.keys(ways).map((_name, index, all) => all[(index + round) % all.length]);
          for (const way of names) {
            const figures = await turn(place, { way, client, rate, seconds });
            results.push({ round, way, client, rate, ...figures });
            say(results.at(-1));
          }
        }
      }
    }
    return results;
  } finally {
    await place.close();
  }
}

async function turn(place, { way, client, rate, seconds }) {
  const poison = ways[way];
  const proxy = poison === undefined ? null : await openProxy(place.endpoint, poison);
  try {
    const endpoint = proxy === null ? place.endpoint : { ...place.endpoint, ...proxy.door };
    const order = { seconds: warmupSeconds + seconds + 1, connections, accounts, client };
    const at = { ...place, endpoint };
    const { pid, told } =
      rate === null
        ? startBare(at, order)
        : startWhole(at, { ...order, rate, threads: 1, untoldSeconds: warmupSeconds });
    await sleep(warmupSeconds * 1_000);
    const before = await sampleOf(place, pid, proxy);
    await sleep(seconds * 1_000);
    const after = await sampleOf(place, pid, proxy);
    const payments = after.payments - before.payments;
    const each = (figure) => (after[figure] - before[figure]) / payments;
    const { p50Ms, p99Ms } = await told;
    return {
      perSecond: (payments / (after.atMs - before.atMs)) * 1_000,
      clientMs: each('clientMs'),
      serverMs: each('serverMs'),
      proxyMs: each('proxyMs'),
      p50Ms,
      p99Ms,
    };
  } finally {
    await proxy?.close();
  }
}

async function sampleOf(place, pid, proxy) {
  const proxyMs = proxy === null ? 0 : (await place.sample(proxy.pid)).clientMs;
  return { ...(await place.sample(pid)), proxyMs };
}

async function openProxy(endpoint, poison) {
  const child = spawn(process.execPath, [proxyHost, JSON.stringify({ endpoint, poison })], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [text] = await once(child.stdout, 'data');
  const { host, port } = JSON.parse(text);
  const ended = once(child, 'exit');
  return {
    pid: child.pid,
    door: { host, port },
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
