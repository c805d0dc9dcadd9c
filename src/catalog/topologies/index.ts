export { external } from './external.js';
export { galera } from './galera.js';
export { migration } from './migration.js';
export { primaryReplica } from './primary-replica.js';
export { simulated } from './simulated.js';
export { single } from './single.js';
