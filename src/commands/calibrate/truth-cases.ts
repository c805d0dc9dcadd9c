/** Every truth that the instrument is calibrated against, in the order in which they are told. */
import { asyncLoss } from './cases/async-loss.js';
import { galeraStall } from './cases/galera-stall.js';
import { logFlush } from './cases/log-flush.js';
import { noFault } from './cases/no-fault.js';
import { pause } from './cases/pause.js';
import { semiSyncDegrades } from './cases/semi-sync-degrades.js';
import type { TruthCase } from './truth-case.js';

export const truthCases: readonly TruthCase[] = [noFault, pause, galeraStall, semiSyncDegrades, asyncLoss, logFlush];
