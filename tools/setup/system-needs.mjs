/** What paystorm needs of the system beside Node, how to tell that it is there, and the package that brings it. */
import { findProgram, firstReadable } from './find-program.mjs';

/** The places where src/host/find-mariadb.ts looks too. */
const galeraLibraries = [
  '/usr/lib/galera',
  '/usr/lib64/galera-4',
  '/usr/lib64/galera',
  '/usr/lib',
  '/usr/lib64',
  '/usr/local/lib',
].map((folder) => `${folder}/libgalera_smm.so`);

/** Each with its name for people and its package in Debian and Ubuntu; mariadb-server brings the three others along. */
const serverNeeds = [
  { name: 'MariaDB', package: 'mariadb-server', isThere: () => findProgram('mariadbd') !== null },
  { name: 'mariadb-install-db', package: 'mariadb-server', isThere: () => findProgram('mariadb-install-db') !== null },
  { name: 'Galera', package: 'galera-4', isThere: () => firstReadable(galeraLibraries) !== null },
  { name: 'rsync', package: 'rsync', isThere: () => findProgram('rsync') !== null },
];

const browserNeed = { name: 'Chromium', package: 'chromium', isThere: () => findBrowser() !== null };

/** Certificates for the tests that speak TLS. */
const certificateNeed = { name: 'OpenSSL', package: 'openssl', isThere: () => findProgram('openssl') !== null };

/** Networks between servers that can be cut: asked for by two faults only, so nothing else waits for them. */
const networkNeeds = [
  { name: 'nft', package: 'nftables', isThere: () => findProgram('nft') !== null },
  { name: 'ip', package: 'iproute2', isThere: () => findProgram('ip') !== null },
];

const loadToolNeed = { name: 'sysbench', package: 'sysbench', isThere: () => findProgram('sysbench') !== null };

export function findBrowser() {
  return findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
}

export function missingServerNeeds() {
  const missing = serverNeeds.filter((need) => !need.isThere());
  const bringsAll = missing.find((need) => need.package === 'mariadb-server');
  return bringsAll === undefined ? missing : [{ ...bringsAll, name: 'MariaDB with Galera' }];
}

export function missingNetworkTools() {
  return networkNeeds.filter((need) => !need.isThere());
}

/** What the load is compared with. */
export function missingLoadTool() {
  return loadToolNeed.isThere() ? [] : [loadToolNeed];
}

export function missingBrowser() {
  return browserNeed.isThere() ? [] : [browserNeed];
}

export function missingCertificateTool() {
  return certificateNeed.isThere() ? [] : [certificateNeed];
}
