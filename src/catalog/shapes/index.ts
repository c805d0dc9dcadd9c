export { constant } from './constant.js';
export { ramp } from './ramp.js';
export { steps } from './steps.js';
export { spike } from './spike.js';
export { pulse } from './pulse.js';
export { pause } from './pause.js';
