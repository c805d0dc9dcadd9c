/** Keeps the system's own MariaDB service from starting because its package is installed: paystorm starts servers itself, in private directories. */
import { existsSync, readFileSync } from 'node:fs';
import { succeeds } from './child.mjs';

const policyPath = '/usr/sbin/policy-rc.d';
const mark = 'Written by the set-up of paystorm';
const service = 'mariadb';

/** Package scripts ask this file before they start a service (101: no). It answers no only while the set-up lives, so that a forgotten one is harmless. */
const policy = `#!/bin/sh
# ${mark}: no start of the database service while its package is installed.
kill -0 ${process.pid} 2>/dev/null || exit 0
case "$*" in *mariadb*|*mysql*) exit 101 ;; esac
exit 0
`;

/** `asRoot` goes before each command. Resolves to what `work` resolves to. */
export async function withoutServiceStart(asRoot, say, work) {
  const wasInstalled = existsSync('/etc/init.d/mariadb') || existsSync('/lib/systemd/system/mariadb.service');
  const wasRunning = wasInstalled && isRunning(asRoot);
  const release = writePolicy(asRoot);
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.removeListener('exit', release);
    release();
    if (!wasInstalled) keepOff(asRoot, say);
    if (!wasRunning && isRunning(asRoot)) run(asRoot, ['service', service, 'stop']);
  }
}

/** A policy of the administrator stays as it is; one that a killed set-up left is replaced. */
function writePolicy(asRoot) {
  if (existsSync(policyPath) && !readFileSync(policyPath, 'utf8').includes(mark)) return () => undefined;
  run(asRoot, ['sh', '-c', 'printf %s "$1" > "$2" && chmod 755 "$2"', 'sh', policy, policyPath]);
  return () => run(asRoot, ['rm', '-f', policyPath]);
}

/** Without this the service would come up with the next boot. */
function keepOff(asRoot, say) {
  if (!run(asRoot, ['update-rc.d', service, 'disable'])) return;
  say(`The system's own ${service} service stays off; paystorm does not use it.`);
}

function isRunning(asRoot) {
  return run(asRoot, ['service', service, 'status']);
}

function run(asRoot, args) {
  const [command, ...rest] = [...asRoot, ...args];
  return succeeds(command, rest);
}
