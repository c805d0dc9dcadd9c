export { galera } from './galera.js';
export { single } from './single.js';
