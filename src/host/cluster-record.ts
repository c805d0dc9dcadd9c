/** A cluster's description in memory and in its file. Another process may change it too: whatever this one changes is put upon what stands in the file by then. */
import { createTurns } from '../kit/take-turns.js';
import { readClusterFile, writeClusterFile, type ClusterFile, type ClusterFileNode } from './cluster-file.js';

type Change = (file: ClusterFile) => ClusterFile;

export class ClusterRecord {
  readonly directory: string;
  readonly #takeTurn = createTurns();
  /** Known here, and not in the file yet: it waits for its turn, or the disk was full. */
  readonly #unwritten: Change[] = [];
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

  change(change: Partial<ClusterFile>): Promise<void> {
    return this.#apply((file) => ({ ...file, ...change }));
  }

  changeNode(name: string, change: Partial<Pick<ClusterFileNode, 'process' | 'wakeUpCall'>>): Promise<void> {
    return this.#apply((file) => ({
      ...file,
      nodes: file.nodes.map((node) => (node.name === name ? { ...node, ...change } : node)),
    }));
  }

  /** For a cluster that has no file yet. */
  write(): Promise<void> {
    return this.#takeTurn(() => writeClusterFile(this.directory, this.#file));
  }

  /** What another process has written is known here from then on. */
  lookAgain(): Promise<void> {
    return this.#takeTurn(async () => this.#know(await readClusterFile(this.directory)));
  }

  /** One write after the other: nodes start and end side by side. */
  #apply(change: Change): Promise<void> {
    this.#file = change(this.#file);
    this.#unwritten.push(change);
    return this.#takeTurn(async () => {
      const due = [...this.#unwritten];
      // Whoever had the turn before has written it too.
      if (due.length === 0) return;
      const file = due.reduce((before, each) => each(before), await readClusterFile(this.directory));
      await writeClusterFile(this.directory, file);
      this.#unwritten.splice(0, due.length);
      this.#know(file);
    });
  }

  #know(file: ClusterFile): void {
    this.#file = this.#unwritten.reduce((before, each) => each(before), file);
  }
}
