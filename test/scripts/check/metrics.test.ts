import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { expect, test } from 'vitest';
import { checkMetrics } from '../../../scripts/check/metrics.ts';

const logins = fileURLToPath(new URL('../../../sql/metrics/logins_per_minute', import.meta.url));

/** Problems of a folder like that of logins_per_minute whose flink.sql is another. */
function problemsWith(from: string, to: string): readonly string[] {
  const directory = temporaryDirectory();
  const folder = join(directory, 'arrivals_per_minute');
  cpSync(logins, folder, { recursive: true });
  const file = join(folder, 'flink.sql');
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
  return checkMetrics(directory);
}

test('what stands in sql/metrics is right, and the job that it makes is one that runs', () => {
  expect(checkMetrics()).toEqual([]);
});

test.each([
  ['no SQL', "= 'login'", "= = 'login'", /Flink SQL: line 6:20: mismatched input '='/],
  ['a column that the view has not', 'event_type =', 'event_tpye =', /event_tpye/],
  ['a function that is not there', 'COUNT(*)', 'COUNTER(*)', /./],
  ['a column less', ' part,\n', '\n', /column part is missing/],
])('%s is named with the file of its metric', (_, from, to, words) => {
  const problems = problemsWith(from, to);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^sql\/metrics\/arrivals_per_minute\/flink.sql: /);
  expect(problems[0]).toMatch(words);
});
