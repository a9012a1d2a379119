import type { FlinkInstallation } from '../../../../installed-engines.ts';

/** Runtime properties by group and name, as a Managed Flink application has them. */
export type PropertyGroups = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface RealFlinkOptions {
  readonly installation: FlinkInstallation;
  readonly name: string;
  /** The folder of job.sql and schemas/, in place of the zip in S3. */
  readonly jobFolder: string;
  readonly properties: PropertyGroups;
  readonly parallelism: number;
  /** AWS_ENDPOINT_URL, AWS_REGION and the credentials of the application's role. */
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute path of a folder of this application's own: checkpoints, logs. */
  readonly stateDirectory: string;
  log(line: string): void;
}
