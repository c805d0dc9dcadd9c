/** A cluster's description in memory, written to its file at every change. */
import { createTurns } from '../kit/take-turns.js';
import { readClusterFile, writeClusterFile, type ClusterFile, type ClusterFileNode } from './cluster-file.js';

export class ClusterRecord {
  readonly directory: string;
  readonly #takeTurn = createTurns();
  #file: ClusterFile;

  constructor(directory: string, file: ClusterFile) {
    this.directory = directory;
    this.#file = file;
  }

  static async read(directory: string): Promise<ClusterRecord> {
    return new ClusterRecord(directory, await readClusterFile(directory));
  }

  get file(): ClusterFile {
    return this.#file;
  }

  node(name: string): ClusterFileNode {
    const node = this.#file.nodes.find((each) => each.name === name);
    if (node === undefined) throw new Error(`The cluster has no node "${name}".`);
    return node;
  }

  /** One write after the other: nodes start and end side by side. */
  change(change: Partial<ClusterFile>): Promise<void> {
    this.#file = { ...this.#file, ...change };
    return this.write();
  }

  changeNode(name: string, change: Partial<Pick<ClusterFileNode, 'process' | 'wakeUpCall'>>): Promise<void> {
    return this.change({
      nodes: this.#file.nodes.map((node) => (node.name === name ? { ...node, ...change } : node)),
    });
  }

  write(): Promise<void> {
    return this.#takeTurn(() => writeClusterFile(this.directory, this.#file));
  }
}
