import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FlinkProcess } from './flink-process.ts';
import { digestOfSources, isInstalled } from './installation.ts';

/** Runtime properties by group and name, as a Managed Flink application has them. */
export type PropertyGroups = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface RealFlinkOptions {
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

export interface RealFlink {
  readonly pid: number | undefined;
  close(): Promise<void>;
}

/**
 * Runs an application's jar on Flink itself, from the last checkpoint in its folder if there is one. Resolves once the job
 * runs. When the process ends it is started again. Throws what is to be done when the jar has not been built.
 *
 * Managed Flink gives an application its runtime properties as a file of this form:
 * https://docs.aws.amazon.com/managed-flink/latest/java/how-properties.html
 */
export async function startRealFlink(options: RealFlinkOptions): Promise<RealFlink> {
  if (!isInstalled()) throw new Error('--engine flink: the runner is not built from these sources: npm run engines');
  const { stateDirectory, properties, name } = options;
  mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
  const propertiesFile = join(stateDirectory, 'application_properties.json');
  const groups = Object.entries(properties).map(([PropertyGroupId, PropertyMap]) => ({ PropertyGroupId, PropertyMap }));
  writeFileSync(propertiesFile, JSON.stringify(groups), { mode: 0o600 });
  options.log(`flink ${name}: starting Apache Flink with the runner ${digestOfSources().slice(0, 8)} …`);
  return FlinkProcess.start({ ...options, propertiesFile });
}
