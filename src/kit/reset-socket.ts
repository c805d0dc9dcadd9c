/** Ends a connection as a process that is killed does: the other side gets a reset. */
import type { Socket } from 'node:net';

/**
 * Where the connection is just being shut down it is closed in the ordinary way: Node.js 20 would refuse the reset without a word, never close the handle, and spin for ever when
 * its thread is ended.
 */
export function resetSocket(socket: Socket): void {
  const isShuttingDown = socket.writableEnded && !socket.writableFinished;
  if (isShuttingDown) socket.destroy();
  else socket.resetAndDestroy();
}
