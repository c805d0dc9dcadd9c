/** The script of pages without charts of their own: definitions beside their terms. */
import { enableDefinitions } from './definitions.js';

const box = document.getElementById('definition');
if (box !== null) enableDefinitions(box);
