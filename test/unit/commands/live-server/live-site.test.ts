/** What those who look at a run are served: by real requests, over real connections. */
import { writeFileSync } from 'node:fs';
import { createServer, request, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LiveMessage } from '../../../../src/catalog/reporters/html/live/live-data.js';
import { LiveSite } from '../../../../src/commands/live-server/live-site.js';
import type { LiveWishes } from '../../../../src/commands/live-server/live-options.js';
import { createSystemClock } from '../../../../src/kit/clock.js';
import { exitCodes } from '../../../../src/model/exit-code.js';
import { loadIntervalOf } from '../../../fixtures/load-interval.js';
import { tallyOf } from '../../../fixtures/live-story.js';
import { planOf } from '../../../fixtures/plan.js';
import { Scratch } from '../../../fixtures/scratch.js';

const anyPort = { host: '127.0.0.1', port: 0, isFlexible: false };
const wishes: LiveWishes = { metrics: anyPort, page: anyPort, otlp: null };
let site: LiveSite;
let page: string;
let metrics: string;
beforeEach(async () => {
  site = new LiveSite({ wishes, clock: createSystemClock(), onTrouble: () => undefined });
  const places = await site.open();
  [page, metrics] = [places.page!, places.metrics!];
});
afterEach(() => site[Symbol.asyncDispose]());

const nodes = [{ name: 'n1', zone: 'a' }];
function begin(name = 'story'): void {
  const plan = planOf();
  const scenario = { ...plan.scenario, name };
  site.take({ kind: 'begin', plan: { ...plan, scenario }, nodes, isSimulated: false, title: null });
}

function playSecond(second: number): void {
  for (const thread of [0, 1])
    site.take({ kind: 'tally', interval: loadIntervalOf(thread, second * 1_000), tally: tallyOf(400) });
}

function get(
  url: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; text: string; headers: IncomingMessage['headers'] }> {
  return new Promise((resolve, reject) => {
    request(url, { headers, method, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
    })
      .on('error', reject)
      .end();
  });
}

/** One visitor; `next` resolves to the next message. */
function visit() {
  const messages: LiveMessage[] = [];
  const waiting: ((message: LiveMessage) => void)[] = [];
  let text = '';
  const asked = request(`${page}live`, { agent: false }, (response) => {
    response.setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (text + chunk).split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts.filter((each) => each.startsWith('data: '))) {
        const message = JSON.parse(part.slice('data: '.length)) as LiveMessage;
        const first = waiting.shift();
        if (first === undefined) messages.push(message);
        else first(message);
      }
    });
  });
  asked.on('error', () => undefined).end();
  const next = (): Promise<LiveMessage> => {
    const message = messages.shift();
    return message === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(message);
  };
  return { next, [Symbol.dispose]: () => void asked.destroy() };
}

describe('whoever asks', () => {
  it.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example'])(
    'by the name "%s" is refused',
    async (Host) => {
      begin();
      for (const url of [page, `${page}live`, `${page}report.html`, metrics])
        expect((await get(url, { Host })).status).toBe(403);
    },
  );

  it.each(['localhost:1', '127.0.0.1', '[::1]:80', 'LOCALHOST'])('by the name "%s" is answered', async (Host) => {
    expect((await get(page, { Host })).status).toBe(200);
  });

  it('for something else is told what there is, and nothing can be changed', async () => {
    expect(await get(`${page}../etc/passwd`)).toMatchObject({ status: 404 });
    expect(await get(`${page}toString`)).toMatchObject({ status: 404 });
    expect(await get(page, {}, 'POST')).toMatchObject({ status: 405 });
  });

  it('gets a page that may talk to this server only and run nothing but its own script', async () => {
    const { text, headers } = await get(page);
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'sha256-\S+'; style-src 'sha256-\S+'; connect-src 'self'; /u,
    );
    expect(text).not.toMatch(/https?:\/\/(?!www\.w3\.org)[a-z.]+\/[^\s"]*"/u);
  });

  it('gets metrics as text, also before there is a run', async () => {
    const { status, headers } = await get(metrics);
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    begin('named');
    expect((await get(metrics)).text).toContain('paystorm_run_info{scenario="named"');
  });
});

describe('a visitor', () => {
  it('who comes late sees everything from the beginning, and then what is new', async () => {
    begin();
    for (let second = 1; second <= 30; second += 1) playSecond(second);
    using visitor = visit();
    const whole = await visitor.next();
    expect(whole).toMatchObject({ kind: 'whole', facts: { name: 'story' }, part: { first: 0 } });
    if (whole.kind !== 'whole') throw new Error('It is not the whole.');
    expect(whole.part.columns['offered']).toEqual(Array.from({ length: 30 }, () => 1_000));
    playSecond(31);
    const part = await visitor.next();
    expect(part).toMatchObject({ kind: 'part', part: { first: 27 } });
    if (part.kind === 'part') expect(part.part.columns['offered']).toHaveLength(4);
  });

  it('is told as a whole of another run that begins', async () => {
    begin('one');
    using visitor = visit();
    await visitor.next();
    begin('two');
    expect(await visitor.next()).toMatchObject({ kind: 'whole', facts: { name: 'two' } });
  });

  it('who has the page open gets the report, and then it is over', async () => {
    using scratch = new Scratch();
    writeFileSync(scratch.path('report.html'), '<h1>It passed.</h1>');
    begin();
    using visitor = visit();
    await visitor.next();
    expect((await get(`${page}report.html`)).status).toBe(404);
    const over = site.end(scratch.path('report.html'));
    let message = await visitor.next();
    while (message.kind !== 'end') message = await visitor.next();
    expect(await get(`${page.slice(0, -1)}${message.report}`)).toMatchObject({
      status: 200,
      text: '<h1>It passed.</h1>',
    });
    await over;
  });
});

describe('a port that is taken', () => {
  it.each(['metrics', 'page'] as const)('is told with a hint before anything begins: %s', async (what) => {
    const { port } = new URL(page);
    const taken = { host: '127.0.0.1', port: Number(port), isFlexible: false };
    const other = new LiveSite({
      wishes: { metrics: null, page: null, otlp: null, [what]: taken },
      clock: createSystemClock(),
      onTrouble: () => undefined,
    });
    await expect(other.open()).rejects.toMatchObject({
      exitCode: exitCodes.setupFailed,
      message: expect.stringContaining('the port is taken') as string,
    });
  });

  it('is not insisted on where it was only the default', async () => {
    const other = new LiveSite({
      wishes: { ...wishes, page: { host: '127.0.0.1', port: Number(new URL(page).port), isFlexible: true } },
      clock: createSystemClock(),
      onTrouble: () => undefined,
    });
    expect((await other.open()).page).not.toBe(page);
    await other[Symbol.asyncDispose]();
  });
});

describe('a collector', () => {
  it('that is down is told of once, without its password, and each push that failed is counted', async () => {
    const told: string[] = [];
    const server = createServer((_request, response) => void response.writeHead(400).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const otlp = `http://app:swordfish@127.0.0.1:${port}/v1/metrics`;
    const shown = `http://app:***@127.0.0.1:${port}/v1/metrics`;
    const pushing = new LiveSite({
      wishes: { ...wishes, otlp },
      clock: createSystemClock(),
      onTrouble: (text) => told.push(text),
    });
    const places = await pushing.open();
    expect(places.otlp).toBe(shown);
    await expect
      .poll(async () => (await get(places.metrics!)).text, { timeout: 10_000 })
      .toContain('paystorm_otlp_pushes_total{result="failed"} 2');
    await pushing.end(null);
    await pushing[Symbol.asyncDispose]();
    server.close();
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(`The collector at ${shown} does not take the metrics`);
  });
});
