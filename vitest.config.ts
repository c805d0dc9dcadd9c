import { defineConfig } from 'vitest/config';

const serverTimeoutMs = 180_000;

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'fast', include: ['test/{unit,contract,property,golden,tidy}/**/*.test.ts'] } },
      {
        test: {
          name: 'servers',
          include: ['test/{integration,e2e}/**/*.test.ts'],
          testTimeout: serverTimeoutMs,
          hookTimeout: serverTimeoutMs,
          fileParallelism: false,
        },
      },
    ],
  },
});
