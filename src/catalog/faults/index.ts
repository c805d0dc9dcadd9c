export { nodeKill } from './node-kill.js';
export { nodePause } from './node-pause.js';
export { nodeRestart } from './node-restart.js';
export { none } from './none.js';
export { replicationStop } from './replication-stop.js';
