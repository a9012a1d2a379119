import { runCases } from './run-cases.ts';
import { timeCases } from './time-cases.ts';

runCases(timeCases);
