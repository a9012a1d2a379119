import { readFileSync } from 'node:fs';

const file = new URL('./verdicts.json', import.meta.url);

/** What Trino 435 said of each statement: `accepted`, or the name of its error. */
export function recordedVerdicts(): ReadonlyMap<string, string> {
  const byVerdict: Record<string, string[]> = JSON.parse(readFileSync(file, 'utf8'));
  return new Map(
    Object.entries(byVerdict).flatMap(([verdict, statements]) => statements.map((sql) => [sql, verdict] as const)),
  );
}
