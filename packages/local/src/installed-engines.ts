import type { OpenSearchInstallation } from './services/opensearch/installation.ts';

/** What runs a Managed Flink application on Apache Flink itself. */
export interface FlinkInstallation {
  /** Shown in the log; changes with the runner. */
  readonly version: string;
  /** Jars and folders of jars (`lib/*`). */
  readonly classPath: readonly string[];
  /**
   * Runs one job and prints `running` once it does. Takes `--properties FILE` (runtime properties as Managed Flink
   * gives them), `--job FOLDER`, `--state FOLDER` (checkpoints) and `--parallelism N`.
   */
  readonly mainClass: string;
}

/** Engines that no npm package brings, where they are installed and to be used. */
export interface InstalledEngines {
  /** In place of the window runner. */
  readonly flink?: FlinkInstallation;
  /** Domains need it: there is no embedded one. */
  readonly opensearch?: OpenSearchInstallation;
  /** What to do about an engine that is needed and not given, as a sentence. */
  readonly howToGet?: (engine: 'opensearch') => string;
}
