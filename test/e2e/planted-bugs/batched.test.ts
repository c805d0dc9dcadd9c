/** Planted bugs under payments that are sent batched. */
import { describePlantedBugs } from '../../fixtures/planted-suite.js';

describePlantedBugs('batched');
