export { http } from './http/http.js';
export { openLoop } from './open-loop/open-loop.js';
