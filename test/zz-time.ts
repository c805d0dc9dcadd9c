import { SlowedServer } from './fixtures/slowed-server.js';
const t0 = Date.now();
await using server = await SlowedServer.open();
console.log('open', Date.now() - t0);
for (let i = 0; i < 2; i += 1) {
  const t = Date.now();
  (globalThis as any).__p = (text: string) => console.log(Date.now() - t, text);
  await server.play(1500);
  console.log('all', Date.now() - t);
}
