import { readdirSync, readFileSync } from 'node:fs';
import { type LiveMetric, viewsByMinute } from '../../../sql/live-metric.ts';

const folder = new URL('../../../sql/tables/flink/', import.meta.url);

/** Separates the values that an id is made of. */
const separator = '|';

/**
 * The job in Flink SQL, statements that end in `;`: the tables and views of sql/tables/flink in the order of their file names,
 * a view of the rows of each live metric, and one INSERT of all of them; then the same of the questions that are asked once
 * more, about late events. `${NAME}` stands for a runtime property. The id of a row follows from what it is about, so that
 * a row that is computed again replaces itself.
 */
export function compileJob(metrics: readonly LiveMetric[]): string {
  const inTime = metrics.map(({ name, sql }) => ({ view: `rows_of_${name}`, sql: rowsOf(name, sql) }));
  const corrections = metrics
    .filter(({ lateEvents }) => lateEvents === 'corrected')
    .map(({ name, sql }) => ({ view: `corrections_of_${name}`, sql: rowsOf(name, ofLate(sql)) }));
  return [...readTables(), ...insertOf(inTime), ...insertOf(corrections)].join('\n');
}

function insertOf(views: readonly { readonly view: string; readonly sql: string }[]): string[] {
  if (views.length === 0) return [];
  const selects = views.map(({ view }) => `SELECT * FROM ${view}`).join('\nUNION ALL\n');
  return [...views.map(({ view, sql }) => `CREATE VIEW ${view} AS\n${sql};\n`), `INSERT INTO metrics\n${selects};\n`];
}

function readTables(): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  return names.sort().map((name) => withoutComments(readFileSync(new URL(name, folder), 'utf8')));
}

function rowsOf(name: string, sql: string): string {
  const key = ['window_start', 'window_end', 'application_id', 'dimensions', 'part'].map((column) =>
    column.startsWith('window') ? `CAST(${column} AS STRING)` : column,
  );
  return [
    'SELECT',
    `  MD5(CONCAT_WS('${separator}', '${name}', ${key.join(', ')})) AS id,`,
    `  '${name}' AS metric,`,
    '  window_start, window_end, application_id, dimensions, part, events, players, amount',
    `FROM (\n${indented(withoutComments(sql).trim())}\n)`,
  ].join('\n');
}

/** The same question about the late twins of the views that it reads. */
function ofLate(sql: string): string {
  return sql.replace(/\b(FROM|JOIN)(\s+)([a-z_]+)\b/gi, (whole, word: string, space: string, view: string) =>
    viewsByMinute.has(view) ? `${word}${space}late_${view}` : whole,
  );
}

function withoutComments(sql: string): string {
  return sql.replace(/^\s*--.*\n/gm, '');
}

function indented(sql: string): string {
  return sql.replace(/^(?=.)/gm, '  ');
}
