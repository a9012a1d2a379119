import { FlinkSqlError, functionTypes, planJob, readJob } from 'assembly-runtime/flink';
import { judgedRowTypes } from '../../functions/realtime/judge/judged-row.ts';
import { compileJob } from '../../infrastructure/realtime/job/compile-job.ts';
import { InvalidMetrics, readMetrics } from '../../sql/metrics.ts';

/** What is wrong with the folders of sql/metrics, a line each: with a folder itself, else with what the job makes of it. */
export function checkMetrics(directory?: string): readonly string[] {
  try {
    const live = readMetrics(directory).flatMap((metric) => metric.live ?? []);
    return live.length === 0 ? [] : jobProblems(compileJob(live));
  } catch (error) {
    if (error instanceof InvalidMetrics) return error.problems;
    throw error;
  }
}

/** The job as the window runner takes it, which names the line where it does not. */
function jobProblems(job: string): readonly string[] {
  const evaluate = async () => [];
  try {
    const statements = readJob(job.replaceAll('${DEDUPLICATION_TTL}', '1 d'));
    planJob(statements, functionTypes({ judge: { returns: judgedRowTypes, evaluate } }));
    return [];
  } catch (error) {
    if (!(error instanceof FlinkSqlError)) throw error;
    return [`${placeOf(job, error.line)}: ${error.message.replace(/^line \d+: /, '')}`];
  }
}

/** The file that a line of the job comes from. */
function placeOf(job: string, line: number): string {
  const before = job.split('\n').slice(0, line).join('\n');
  const [, name] = [...before.matchAll(/^CREATE VIEW (?:(?:rows|corrections)_of_)?(\w+) AS$/gm)].at(-1) ?? [];
  return before.includes(`_of_${name} AS`)
    ? `sql/metrics/${name}/flink.sql`
    : `sql/tables/flink, ${name ?? 'its first table'}`;
}

if (import.meta.filename === process.argv[1]) {
  const problems = checkMetrics();
  for (const problem of problems) console.log(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
