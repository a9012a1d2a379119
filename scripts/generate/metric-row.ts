import { parse } from 'yaml';
import { isObject } from '../../schemas/parse-json.ts';
import { banner } from './generated-file.ts';

/** What a column has a type in; `json` is the row on the stream. */
const forms = ['json', 'flink', 'clickhouse', 'opensearch'] as const;

type Form = (typeof forms)[number];

interface MetricColumn {
  readonly name: string;
  readonly types: Readonly<Record<Form, string>>;
  readonly comment: string;
}

/** By `json`: the TypeScript type and how a value is found to be one. `?`: null, too. */
const jsonTypes: Readonly<Record<string, { readonly type: string; readonly test: (value: string) => string }>> = {
  string: { type: 'string', test: (value) => `typeof ${value} === 'string'` },
  'string?': { type: 'string | null', test: (value) => `(${value} === null || typeof ${value} === 'string')` },
  time: { type: 'string', test: (value) => `typeof ${value} === 'string' && time.test(${value})` },
  'integer?': { type: 'number | null', test: (value) => `(${value} === null || Number.isInteger(${value}))` },
  'number?': { type: 'number | null', test: (value) => `(${value} === null || typeof ${value} === 'number')` },
};

/** schemas/metric-row.yaml → the row as a TypeScript type, its columns in every engine, and what tells a row from other JSON. */
export function generateMetricRow(yamlText: string): string {
  const columns = readMetricColumns(yamlText);
  return `${banner('schemas/metric-row.yaml')}
/** A row of a live metric, as it is on the metrics stream. Times: UTC without a zone, \`2026-11-21T15:44:00\`, with or without milliseconds. */
export interface MetricRow {
${columns.map(({ name, types, comment }) => `  /** ${comment}. */\n  readonly ${name}: ${jsonType(types.json).type};`).join('\n')}
}

/** One column with its type in the words of every engine. */
export interface MetricColumn {
  readonly name: keyof MetricRow;
  readonly types: { ${forms.map((form) => `readonly ${form}: string`).join('; ')} };
  readonly comment: string;
}

export const metricColumns: readonly MetricColumn[] = [
${columns.map(written).join('\n')}
];

const time = /^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,3})?$/;

/** Whether each member is there with its type; what else the row has does not matter. */
export function isMetricRow(row: Readonly<Record<string, unknown>>): row is Readonly<Record<string, unknown>> & MetricRow {
  return (
${columns.map(({ name, types }) => `    ${jsonType(types.json).test(`row.${name}`)}`).join(' &&\n')}
  );
}
`;
}

/** Throws naming what is malformed or unknown. */
function readMetricColumns(yamlText: string): readonly MetricColumn[] {
  const list: unknown = parse(yamlText);
  if (!Array.isArray(list)) throw new Error('metric-row.yaml: must be a list of columns');
  return list.map((column: unknown, index) => {
    const where = `metric-row.yaml: [${index}]`;
    if (!isObject(column) || typeof column.name !== 'string') throw new Error(`${where}: name is missing`);
    const { name, types, comment } = column;
    if (typeof comment !== 'string') throw new Error(`${where} (${name}): comment is missing`);
    if (!isObject(types)) throw new Error(`${where} (${name}): types is missing`);
    const typeFor = (form: Form): string => {
      const type = types[form];
      if (typeof type !== 'string') throw new Error(`${where} (${name}) has no type for ${form}`);
      return type;
    };
    const unknown = Object.keys(types).find((form) => !forms.some((known) => known === form));
    if (unknown !== undefined) throw new Error(`${where} (${name}): unknown engine ${unknown}`);
    jsonType(typeFor('json'));
    const read = {
      json: typeFor('json'),
      flink: typeFor('flink'),
      clickhouse: typeFor('clickhouse'),
      opensearch: typeFor('opensearch'),
    };
    return { name, types: read, comment };
  });
}

function jsonType(name: string) {
  const known = jsonTypes[name];
  if (known === undefined) throw new Error(`metric-row.yaml: json type ${name} is unknown`);
  return known;
}

function written({ name, types, comment }: MetricColumn): string {
  const typed = forms.map((form) => `${form}: ${JSON.stringify(types[form])}`).join(', ');
  return `  { name: ${JSON.stringify(name)}, types: { ${typed} }, comment: ${JSON.stringify(comment)} },`;
}
