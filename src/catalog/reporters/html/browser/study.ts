/** The script of pages without charts of their own: definitions beside their terms, and the layout for paper. */
import { enableDefinitions } from './definitions.js';
import { followPaper } from './paper.js';

followPaper();
const box = document.getElementById('definition');
if (box !== null) enableDefinitions(box);
