export { terminal } from './terminal/terminal.js';
export { json } from './json.js';
export { junit } from './junit.js';
export { markdown } from './markdown.js';
export { html } from './html/html.js';
