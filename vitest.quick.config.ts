import { configDefaults, defineConfig, mergeConfig } from 'vitest/config';
import { longTests } from './test/long-tests.ts';
import everything from './vitest.config.ts';

/** What `npm test` runs: under six minutes on two cores. */
export default mergeConfig(everything, defineConfig({ test: { exclude: [...configDefaults.exclude, ...longTests] } }));
