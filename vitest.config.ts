import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    reporters: ['default', './test/support/closing-line-reporter.ts'],
    coverage: {
      provider: 'v8',
      include: ['infrastructure/**/*.ts', 'functions/**/*.ts', 'local/**/*.ts', 'scripts/**/*.ts', 'sql/**/*.ts'],
      reporter: ['text-summary'],
    },
  },
});
