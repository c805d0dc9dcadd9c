/** Two groups of tests: those that need nothing but Node, and, after them and one at a time, those that start real servers or measure time. */
import { defineConfig } from 'vitest/config';

const serverTimeoutMs = 180_000;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/{unit,contract,property,simulation,golden,tidy}/**/*.test.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'servers',
          include: ['test/{integration,e2e}/**/*.test.ts'],
          testTimeout: serverTimeoutMs,
          hookTimeout: serverTimeoutMs,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
