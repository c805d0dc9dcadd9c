/** Planted bugs under payments that are sent per-statement. */
import { describePlantedBugs } from '../../fixtures/planted-suite.js';

describePlantedBugs('per-statement');
