/** What the attempts of one thread saw and made, in columns, handed out attempt by attempt in the order in which they ended. */
import { withRoom } from '../../kit/columns.js';
import { accessKinds, type Access } from '../../model/history.js';

const room = 4_096;

export class AttemptAccesses {
  #count = 0;
  #next = 0;
  #arrival = new Uint32Array(room);
  #attempt = new Uint8Array(room);
  #kind = new Uint8Array(room);
  #account = new Uint32Array(room);
  #version = new Int32Array(room);
  #balance = new Float64Array(room);

  add(arrival: number, attempt: number, { kind, account, version, balance }: Access): void {
    const at = this.#count;
    this.#count += 1;
    this.#arrival = withRoom(this.#arrival, at + 1, 0);
    this.#attempt = withRoom(this.#attempt, at + 1, 0);
    this.#kind = withRoom(this.#kind, at + 1, 0);
    this.#account = withRoom(this.#account, at + 1, 0);
    this.#version = withRoom(this.#version, at + 1, 0);
    this.#balance = withRoom(this.#balance, at + 1, 0);
    this.#arrival[at] = arrival;
    this.#attempt[at] = attempt;
    this.#kind[at] = accessKinds.indexOf(kind);
    this.#account[at] = account;
    this.#version[at] = version;
    this.#balance[at] = balance;
  }

  /** Attempts must be asked for in the order of their file. Empty for one that came to see nothing. */
  take(arrival: number, attempt: number): readonly Access[] {
    const taken: Access[] = [];
    for (; this.#next < this.#count; this.#next += 1) {
      const at = this.#next;
      if (this.#arrival[at] !== arrival || this.#attempt[at] !== attempt) break;
      taken.push({
        kind: accessKinds[this.#kind[at] as number] ?? 'plain-read',
        account: this.#account[at] as number,
        version: this.#version[at] as number,
        balance: this.#balance[at] as number,
      });
    }
    return taken;
  }
}
