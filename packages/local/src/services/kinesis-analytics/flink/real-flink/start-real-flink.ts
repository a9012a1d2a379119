import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FlinkProcess } from './flink-process.ts';
import type { RealFlinkOptions } from './real-flink-options.ts';

export interface RealFlink {
  readonly pid: number | undefined;
  close(): Promise<void>;
}

/**
 * Runs an application's jar on Flink itself, from the last checkpoint in its folder if there is one. Resolves once the job
 * runs. When the process ends it is started again.
 *
 * Managed Flink gives an application its runtime properties as a file of this form:
 * https://docs.aws.amazon.com/managed-flink/latest/java/how-properties.html
 */
export async function startRealFlink(options: RealFlinkOptions): Promise<RealFlink> {
  const { installation, stateDirectory, properties, name } = options;
  mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
  const propertiesFile = join(stateDirectory, 'application_properties.json');
  const groups = Object.entries(properties).map(([PropertyGroupId, PropertyMap]) => ({ PropertyGroupId, PropertyMap }));
  writeFileSync(propertiesFile, JSON.stringify(groups), { mode: 0o600 });
  options.log(`flink ${name}: starting Apache Flink with the runner ${installation.version} …`);
  return FlinkProcess.start({ ...options, propertiesFile });
}
