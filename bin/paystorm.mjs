#!/usr/bin/env node
/** The command `paystorm`: what was compiled, or else the words how to compile it. It is no compiled file itself, because npm links only a command whose file is there, and never looks again. */
import { existsSync } from 'node:fs';
import process from 'node:process';

const program = new URL('../dist/main.js', import.meta.url);
const setUpFailed = 100;

if (existsSync(program)) {
  await import(program.href);
} else {
  process.stderr.write(
    'paystorm: It is not compiled yet.\n  hint: Run: npm ci && npm run build (or npm start, which does both).\n',
  );
  process.exitCode = setUpFailed;
}
