/** Flink SQL jobs: on the window runner, and on Apache Flink. */
export { EmbeddedApplication, type EmbeddedStatus } from './embedded-application.ts';
export { FlinkSqlError } from './job/flink-sql-error.ts';
export { readJob } from './job/read-job.ts';
export { substituteProperties } from './job/substitute-properties.ts';
export { kinesisCalls } from './kinesis-calls.ts';
export { type JobPlan, planJob } from './plan/plan-job.ts';
export { type RealFlink, startRealFlink } from './real-flink/start-real-flink.ts';
export { functionTypes } from './run/job-functions.ts';
export { type JobProgress, runJob } from './run/job-loop.ts';
export { JobState } from './run/job-state.ts';
export type { ShardRecords } from './run/shard-reader.ts';
export type { StreamCalls } from './run/stream-calls.ts';
export { Watermarks } from './run/watermarks.ts';
export { WindowRunner } from './run/window-runner.ts';
