/** Runs a synthesized CDK assembly on this machine. */
export { EmbeddedMetrics } from './console/embedded-metrics.ts';
export type { FlinkInstallation, InstalledEngines } from './installed-engines.ts';
export { type RunFile, type RunningStack, type RunOptions, run } from './run.ts';
export { supportPage } from './support-page.ts';
export type { Template } from './template/read-assembly.ts';
