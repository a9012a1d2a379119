import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // Two at least: most of what is slow waits for buffers, windows and processes that start.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    reporters: ['default', './test/support/closing-line-reporter.ts'],
    coverage: {
      provider: 'v8',
      include: ['infrastructure/**/*.ts', 'functions/**/*.ts', 'local/**/*.ts', 'scripts/**/*.ts', 'sql/**/*.ts'],
      reporter: ['text-summary'],
    },
  },
});
