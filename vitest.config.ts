import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'packages/*/test/**/*.test.ts'],
    // None is there to measure: a machine that is busy with engines takes ten times as long.
    testTimeout: 180_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 20_000 } },
    pool: 'forks',
    // Two at least: most of what is slow waits for buffers, windows and processes that start.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    reporters: ['default', './test/support/closing-line-reporter.ts'],
    coverage: {
      provider: 'v8',
      include: [
        'infrastructure/**/*.ts',
        'functions/**/*.ts',
        'packages/*/src/**/*.ts',
        'scripts/**/*.ts',
        'sql/**/*.ts',
      ],
      reporter: ['text-summary'],
    },
  },
});
