export { openLoop } from './open-loop/open-loop.js';
