import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Annotations } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';

/** What `npm run engines` builds. */
const built = fileURLToPath(new URL('../../../.engines/flink/flink-sql-runner.jar', import.meta.url));
const sources = fileURLToPath(new URL('../../../functions/realtime/flink-sql-runner', import.meta.url));

/** Told at synthesis and refused by `cdk deploy`, whoever calls it. */
const notBuilt =
  'The Flink application’s jar is not built, so this cannot be deployed, only run locally. Build it once (Java 11 or newer, Maven): npm run engines';

/**
 * The code of the Flink application: the jar; or, where there is no Java to build one, its sources in the jar's place,
 * with which the template is complete for a run on this machine, where only `--engine flink` needs the jar. The error in
 * the assembly's metadata makes `cdk deploy` refuse such a template.
 */
export function runnerJar(scope: Construct, id: string, jar = built): Asset {
  if (existsSync(jar)) return new Asset(scope, id, { path: jar });
  Annotations.of(scope).addError(notBuilt);
  return new Asset(scope, id, { path: sources, exclude: ['target'] });
}
