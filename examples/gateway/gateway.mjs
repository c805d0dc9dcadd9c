/** A small payment gateway: HTTP in front, a MySQL-compatible database behind. An example to read, and what paystorm rehearses when a scenario says `api: { gateway: reference }`. */
import { createServer } from 'node:http';
import { Database } from './database.mjs';
import { createRoutes } from './routes.mjs';
import { readSettings } from './settings.mjs';

const settings = readSettings(process.argv.slice(2), process.env);
const database = new Database(settings);
const routes = createRoutes({ database, settings });
const server = createServer((request, response) => void routes(request, response));

let isLeaving = false;

/** No new connections; requests under way are answered, and then the process ends. */
async function leave() {
  if (isLeaving) return;
  isLeaving = true;
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const late = new Promise((resolve) => setTimeout(resolve, settings.graceMs).unref());
  await Promise.race([closed, late]);
  database.close();
  process.exit(0);
}

process.once('SIGTERM', () => void leave());
process.once('SIGINT', () => void leave());
if (settings.endsWithInput) {
  // Whoever started it holds the other end, and lets go of it however he ends.
  process.stdin.resume();
  process.stdin.once('end', () => void leave());
  process.stdin.once('error', () => void leave());
}

// Clients keep their connections for as long as they like: a connection that is closed under a request leaves a payment in doubt.
server.keepAliveTimeout = 0;
server.listen(settings.port, settings.host, () => {
  const { address, port } = server.address();
  process.stdout.write(`listening on http://${address}:${port}\n`);
});
