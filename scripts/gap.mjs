#!/usr/bin/env node
import { runProgram } from './run.mjs';

await runProgram('scripts/gap/main.ts', process.argv.slice(2));
