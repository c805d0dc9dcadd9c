/** A cluster that exists only in a thread of this process: it speaks the MySQL protocol, keeps nothing, and can be made to break its word in known ways. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { nodeSchema } from '../../host/server-settings.js';
import { counted } from '../../kit/format.js';
import { durationBetween } from '../../kit/literal-schema.js';
import type { BugSettings } from '../../model/bug.js';
import type { NodeProcesses } from '../../model/server-control.js';
import type { Cluster, Endpoint, ReadableNodes, StartOptions, TopologyKind } from '../../model/topology.js';
import { awaitAnswer } from '../../mysql/await-answer.js';
import { Simulator } from '../../simulator/simulator.js';

/** What the bugs have really done, in the folder of the run. */
const truthFile = 'simulated-truth.json';

const minute = 60_000;
const settingsSchema = z.strictObject({
  nodes: z
    .array(nodeSchema)
    .min(1)
    .max(7)
    .default([
      { name: 'node-a', zone: 'a' },
      { name: 'node-b', zone: 'b' },
      { name: 'node-c', zone: 'c' },
    ])
    .describe('Names and zones of the nodes; each takes writes.'),
  latency: durationBetween({ max: minute }).prefault('1ms').describe('How long every statement takes.'),
  stall: durationBetween({ max: minute })
    .prefault('1s')
    .describe('How long the others take no writes when a node is lost, as a cluster that agrees on a new membership.'),
  lock_timeout: durationBetween({ min: 1, max: minute }).prefault('5s').describe('Longest wait for a row lock.'),
});
type Settings = z.output<typeof settingsSchema> & { readonly bugs?: readonly BugSettings[] };

export const simulated: TopologyKind<Settings> = {
  kind: 'simulated',
  summary:
    'A simulated cluster inside paystorm, for demonstrations without a database and for known bugs; nothing in it is durable.',
  settings: settingsSchema,
  capabilities: ['kill', 'pause', 'restart'],
  takesBugs: true,
  nodes: (settings) => settings.nodes,
  describe: ({ nodes, bugs = [] }) => {
    const names = nodes.map((node) => `${node.name} in zone ${node.zone}`).join(', ');
    const planted = bugs.length === 0 ? 'no bug planted' : `planted bugs: ${bugs.map((bug) => bug.kind).join(', ')}`;
    return `a SIMULATED cluster of ${counted(nodes.length, 'node')} inside paystorm (${names}), ${planted}; no real database takes part`;
  },
  async start(settings, options) {
    const { nodes, latency, stall, lock_timeout: lockTimeoutMs, bugs = [] } = settings;
    const { connectionsMax, seed = 1 } = options;
    options.onProgress(`starting a simulated cluster of ${counted(nodes.length, 'node')}`);
    const simulator = new Simulator({
      nodes,
      latencyMs: latency,
      stallMs: stall,
      lockTimeoutMs,
      connectionsMax,
      seed,
      bugs,
    });
    try {
      const addresses = await simulator.ask({ kind: 'listen' });
      const endpoints = addresses.map(({ name, ...address }) =>
        endpointOf(nodes.find((node) => node.name === name)?.zone ?? '', { name, ...address }),
      );
      return new SimulatedTarget({ simulator, endpoints, settings, options });
    } catch (error) {
      await simulator[Symbol.asyncDispose]();
      throw error;
    }
  },
};

function endpointOf(zone: string, address: Pick<Endpoint, 'name' | 'host' | 'port'>): Endpoint {
  return { ...address, zone, user: 'paystorm', password: '', tls: null };
}

interface Parts {
  readonly simulator: Simulator;
  readonly endpoints: readonly Endpoint[];
  readonly settings: Settings;
  readonly options: StartOptions;
}

class SimulatedTarget implements Cluster {
  readonly topology = 'simulated';
  readonly isOwned = true;
  readonly isSimulated = true;
  readonly directory = null;
  readonly capabilities = simulated.capabilities;
  readonly nodes: readonly Endpoint[];
  readonly process: NodeProcesses;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    const { simulator, endpoints } = parts;
    this.#parts = parts;
    this.nodes = endpoints;
    this.process = {
      kill: async (node) => void (await simulator.ask({ kind: 'kill', node })),
      pause: async (node, { boundMs }) => void (await simulator.ask({ kind: 'pause', node, boundMs })),
      resume: async (node) => void (await simulator.ask({ kind: 'resume', node })),
      stop: async (node) => {
        await simulator.ask({ kind: 'stop', node });
        return 'ended';
      },
      start: async (node) => void (await simulator.ask({ kind: 'start', node })),
      state: (node) => simulator.ask({ kind: 'state', node }),
      isOut: async (node) => (await simulator.ask({ kind: 'state', node })) === 'down',
    };
  }

  route() {
    return { writable: this.nodes.map((node) => node.name) };
  }

  onRouteChange(): void {
    // Every node takes writes for ever; clients find out by themselves which one is gone.
  }

  onNotice(): void {
    // It decides nothing that the timeline does not show already.
  }

  async awaitHealthy({ timeoutMs, signal }: Parameters<Cluster['awaitHealthy']>[0]): Promise<void> {
    const silent = (await this.#answering(timeoutMs, signal)).filter(({ isAnswering }) => !isAnswering);
    if (silent.length > 0) throw new Error(`${silent.map(({ name }) => name).join(', ')} does not answer`);
  }

  async readableNodes({ timeoutMs }: { readonly timeoutMs: number }): Promise<ReadableNodes> {
    await this.#parts.simulator.ask({ kind: 'settle' });
    const nodes = await this.#answering(timeoutMs, undefined);
    const comparable = nodes.filter(({ isAnswering }) => isAnswering).map(({ name }) => name);
    const excluded = nodes.flatMap(({ name, isAnswering }) =>
      isAnswering ? [] : [{ node: name, reason: 'it does not answer', isReadable: false }],
    );
    return { authority: comparable[0] ?? null, comparable, excluded };
  }

  describe() {
    const { bugs = [] } = this.#parts.settings;
    return {
      kind: `simulated cluster of ${counted(this.nodes.length, 'node')}`,
      durability: 'none: it lives in the memory of a thread',
      'planted bugs': bugs.length === 0 ? 'none' : bugs.map((bug) => bug.kind).join(', '),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { simulator, options } = this.#parts;
    await using _ended = simulator;
    if (options.runDirectory === null) return;
    const truth = await simulator.ask({ kind: 'truth' });
    await writeFile(join(options.runDirectory, truthFile), `${JSON.stringify(truth, null, 2)}\n`);
  }

  #answering(timeoutMs: number, signal: AbortSignal | undefined) {
    const { clock } = this.#parts.options;
    const serves = async (endpoint: Endpoint): Promise<boolean> =>
      awaitAnswer(endpoint, async (query) => (await query('SELECT 1')).length === 1, { clock, timeoutMs, signal });
    return Promise.all(this.nodes.map(async (node) => ({ name: node.name, isAnswering: await serves(node) })));
  }
}
