/** Payments through paystorm, through mysql2 alone and through sysbench, against the same server in the same minutes: each contender has its turn in every round, and medians of the ratios within a round are what counts, because machines are noisy. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startBare, startSysbench, startWhole } from './contenders.mjs';
import { openPlace } from './place.mjs';

const sendings = ['per-statement', 'batched', 'pipelined'];
const accounts = 10_000;
const connections = 16;
const lagShare = 0.7;
const lagSeconds = 60;
/** Until the code is compiled (after 4 s the compiler still took 9 % of the CPU of a whole run) and the pages of the server are in memory. */
const usualWarmupSeconds = 10;

export async function comparePayments(scenarioFile, { rounds, seconds, say, warmupSeconds = usualWarmupSeconds }) {
  const place = await openPlace(scenarioFile, []);
  try {
    await place.prepare();
    // Nobody is to be measured against a server that has just been started.
    await startBare(place, { seconds: warmupSeconds, connections, accounts, client: 'mysql2' }).told;
    const results = [];
    for (let round = 1; round <= rounds; round += 1)
      results.push(...(await playRound(place, { round, seconds, say, warmupSeconds })));
    return results;
  } finally {
    await place.close();
  }
}

async function playRound(place, { round, seconds, say, warmupSeconds }) {
  const results = [];
  const order = { seconds: warmupSeconds + seconds + 1, connections, accounts };
  const turn = async (contender, startContender) => {
    const result = { round, contender, ...(await measure(place, { seconds, warmupSeconds }, startContender)) };
    results.push(result);
    say(result);
    return result;
  };
  const pairOf = (client) => async () => {
    const bare = await turn(`bare ${client}`, () => startBare(place, { ...order, client }));
    const rate = Math.ceil(bare.perSecond);
    await turn(`paystorm ${client}`, () => startWhole(place, { ...order, client, rate, threads: 1 }));
  };
  const turns = [
    () => turn('sysbench', () => startSysbench(place, order)),
    () => turn('mysql2', () => startBare(place, { ...order, client: 'mysql2' })),
    ...sendings.map(pairOf),
  ];
  // Each round begins with another one, so that none is always the first after a pause.
  for (const index of turns.keys()) await turns[(index + round) % turns.length]();
  return results;
}

/** Seen from outside, the same for all: within a window in which the contender is warm, what it has committed and what that has cost. */
async function measure(place, { seconds, warmupSeconds }, startContender) {
  const { pid, told } = startContender();
  await sleep(warmupSeconds * 1_000);
  const before = await place.sample(pid);
  await sleep(seconds * 1_000);
  const after = await place.sample(pid);
  const payments = after.payments - before.payments;
  return {
    perSecond: (payments / (after.atMs - before.atMs)) * 1_000,
    clientMs: (after.clientMs - before.clientMs) / payments,
    serverMs: (after.serverMs - before.serverMs) / payments,
    ...(await told),
  };
}

/** How late arrivals leave when the target is busy but not full: a minute at 70 % of what each way of sending was seen to do. */
export async function measureLag(scenarioFile, results) {
  const place = await openPlace(scenarioFile, []);
  try {
    await place.prepare();
    const lags = [];
    for (const client of sendings) {
      const rate = Math.round(medianOf(results, 'perSecond', `paystorm ${client}`) * lagShare);
      const told = { untoldSeconds: usualWarmupSeconds, seconds: usualWarmupSeconds + lagSeconds };
      const order = { ...told, connections, accounts, client, rate, threads: 1 };
      const { lagsMs, lagMsMax, waitP99Ms, outcomes } = await startWhole(place, order).told;
      lags.push({ client, rate, lagsMs, lagMsMax, waitP99Ms, outcomes });
    }
    return lags;
  } finally {
    await place.close();
  }
}

/** Of each contender, the median over the rounds of its figure ÷ that of another in the same round. */
export function ratioOf(results, figure, [contender, base]) {
  const rounds = [...new Set(results.map(({ round }) => round))];
  const of = (round, name) => results.find((each) => each.round === round && each.contender === name)[figure];
  return median(rounds.map((round) => of(round, contender) / of(round, base)));
}

export function medianOf(results, figure, contender) {
  return median(results.filter((each) => each.contender === contender).map((each) => each[figure]));
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
