import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { compileJob } from '../../../../infrastructure/realtime/job/compile-job.ts';
import { jobAsset } from '../../../../infrastructure/realtime/job/job-asset.ts';
import { readMetrics } from '../../../../sql/metrics.ts';

/** As deployed, an idle shard is waited for 15 seconds. */
const idleTimeout = /('scan\.watermark\.idle-timeout' = )'15 s'/;

export interface JobFolderOptions {
  /** Name of a metric that is left out. */
  readonly without?: string;
  readonly idleTimeoutSeconds?: number;
}

/** The deployed job in a folder of its own; tests do not wait long for shards that are idle. */
export function jobFolder({ without, idleTimeoutSeconds = 3 }: JobFolderOptions = {}): string {
  const folder = join(temporaryDirectory(), 'job');
  cpSync(jobAsset(), folder, { recursive: true });
  const live = readMetrics().flatMap(({ live }) => live ?? []);
  const sql = compileJob(live.filter(({ name }) => name !== without));
  if (!idleTimeout.test(sql)) throw new Error('the idle timeout of job.sql is written in another way');
  writeFileSync(join(folder, 'job.sql'), sql.replace(idleTimeout, `$1'${idleTimeoutSeconds} s'`));
  return folder;
}
