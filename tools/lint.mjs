/** `npm run lint`: runs every script whose name begins with `lint:`, all at once; what complains is printed when all are done. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { root } from './setup/set-up.mjs';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const names = Object.keys(scripts).filter((name) => name.startsWith('lint:'));

function run(name) {
  const child = spawn('npm', ['run', '--silent', name], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ name, isClean: false, said: `${error.message}\n` }));
    child.on('close', (code) => resolve({ name, isClean: code === 0, said }));
  });
}

const complaints = (await Promise.all(names.map(run))).filter(({ isClean }) => !isClean);
for (const { name, said } of complaints) process.stdout.write(`-- ${name}\n${said}`);
process.exitCode = complaints.length === 0 ? 0 : 1;
