export { galera } from './galera.js';
export { generic } from './generic.js';
export { mariadb } from './mariadb.js';
export { mysql } from './mysql.js';
