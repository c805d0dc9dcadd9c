/** Planted bugs under payments that are sent pipelined. */
import { describePlantedBugs } from '../../fixtures/planted-suite.js';

describePlantedBugs('pipelined');
