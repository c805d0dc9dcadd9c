/** Finds the packets of the MySQL protocol in a stream of bytes, however it is cut. It reads no compressed and no encrypted connection. */

const headerBytes = 4;
/** Of longer packets the rest is counted and not kept. */
const keptBytesMax = 65_536;

export interface Packet {
  /** 0 begins a request. */
  readonly sequence: number;
  readonly length: number;
  /** The beginning of what it carries, whole up to 64 kB. */
  readonly body: Buffer;
}

export class PacketReader {
  readonly #onPacket: (packet: Packet) => void;
  readonly #header = Buffer.alloc(headerBytes);
  #headerGot = 0;
  #parts: Buffer[] = [];
  #kept = 0;
  #length = 0;
  #left = 0;

  /** `onPacket` is called as soon as the last byte of a packet was read. */
  constructor(onPacket: (packet: Packet) => void) {
    this.#onPacket = onPacket;
  }

  read(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length)
      at = this.#headerGot < headerBytes ? this.#readHeader(chunk, at) : this.#readBody(chunk, at);
  }

  #readHeader(chunk: Buffer, at: number): number {
    const got = chunk.copy(this.#header, this.#headerGot, at, at + headerBytes - this.#headerGot);
    this.#headerGot += got;
    if (this.#headerGot < headerBytes) return at + got;
    this.#length = this.#header.readUIntLE(0, 3);
    this.#left = this.#length;
    if (this.#left === 0) this.#finish();
    return at + got;
  }

  #readBody(chunk: Buffer, at: number): number {
    const part = chunk.subarray(at, at + this.#left);
    const kept = part.subarray(0, keptBytesMax - this.#kept);
    if (kept.length > 0) this.#parts.push(kept);
    this.#kept += kept.length;
    this.#left -= part.length;
    if (this.#left === 0) this.#finish();
    return at + part.length;
  }

  #finish(): void {
    const body = this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts);
    const packet = { sequence: this.#header[3] as number, length: this.#length, body };
    this.#headerGot = 0;
    this.#parts = [];
    this.#kept = 0;
    this.#onPacket(packet);
  }
}
