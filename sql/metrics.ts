import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** One question: a folder of sql/metrics/. */
export interface Metric {
  /** The folder's name, which is also the named query's. */
  readonly name: string;
  readonly question: string;
  /** What one row stands for. */
  readonly grain: string;
  readonly owner: string;
  /** Values for the `?` of the query, in their order. */
  readonly parameters: readonly string[];
  readonly sql: string;
}

const folder = new URL('./metrics/', import.meta.url);

/** Every question, by name. Throws naming the folder whose about.yaml does not say what it must. */
export function readMetrics(): Metric[] {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names.map((entry) => readMetric(entry.name)).sort((one, other) => (one.name < other.name ? -1 : 1));
}

function readMetric(name: string): Metric {
  const about: unknown = parse(readFileSync(new URL(`${name}/about.yaml`, folder), 'utf8'));
  const sql = readFileSync(new URL(`${name}/query.sql`, folder), 'utf8').trim();
  const text = (key: string): string => {
    const value = about !== null && typeof about === 'object' ? Reflect.get(about, key) : undefined;
    if (typeof value !== 'string') throw new Error(`sql/metrics/${name}/about.yaml: ${key} is missing`);
    return value;
  };
  const listed = about !== null && typeof about === 'object' && 'parameters' in about ? about.parameters : [];
  const parameters = Array.isArray(listed) ? listed.map(String) : [];
  const marks = sql.replace(/'[^']*'/g, '').split('?').length - 1;
  if (marks !== parameters.length) {
    throw new Error(`sql/metrics/${name}: about.yaml has ${parameters.length} parameters, query.sql ${marks}`);
  }
  return { name, question: text('question'), grain: text('grain'), owner: text('owner'), parameters, sql };
}
