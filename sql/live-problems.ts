import { type LateEvents, liveColumns, liveViews, viewsByMinute } from './live-metric.ts';
import { type SelectedColumn, selectedColumns, tokensOf } from './selected-columns.ts';

/** Aggregates whose value for some rows and for others adds up to that for all of them. */
const additive = new Set(['COUNT', 'SUM']);
const otherAggregates = new Set([
  ...['AVG', 'MIN', 'MAX', 'FIRST_VALUE', 'LAST_VALUE', 'LISTAGG', 'COLLECT', 'JSON_ARRAYAGG', 'JSON_OBJECTAGG'],
  ...['STDDEV_POP', 'STDDEV_SAMP', 'STDDEV', 'VAR_POP', 'VAR_SAMP', 'VARIANCE'],
]);

/** What is wrong with a live metric's flink.sql, and with query.sql beside it: `/flink.sql: …`. */
export function liveProblems(flink: string, query: string, lateEvents: LateEvents | undefined): string[] {
  const selects = selectedColumns(flink);
  const problems = [...statementProblems(flink), ...selects.flatMap(columnProblems), ...sourceProblems(flink)];
  if (lateEvents === 'corrected') problems.push(...correctionProblems(flink));
  const [columns] = selects;
  const ofFlink = problems.map((problem) => `/flink.sql: ${problem}`);
  if (columns === undefined || problems.length > 0) return ofFlink;
  return queryProblems(columns, query).map((problem) => `/query.sql: ${problem}`);
}

function statementProblems(flink: string): string[] {
  const [first, ...rest] = tokensOf(flink).map(({ text }) => text.toUpperCase());
  if (first !== 'SELECT') return ['must be one SELECT'];
  return rest.includes(';') ? ['must be one SELECT, without ;'] : [];
}

function columnProblems(columns: readonly SelectedColumn[]): string[] {
  const names = columns.map(({ name }) => name);
  const missing = liveColumns.filter((column) => !names.includes(column));
  if (missing.length > 0)
    return missing.map((column) => `column ${column} is missing (NULL where the metric has none)`);
  const unknown = columns.filter(({ name }) => !liveColumns.some((column) => column === name));
  if (unknown.length > 0) return unknown.map(({ name, text }) => `${name ?? text} is no column of a metric`);
  const ordered = names.length === liveColumns.length && liveColumns.every((column, index) => column === names[index]);
  return ordered ? [] : [`columns must be ${liveColumns.join(', ')}, in this order`];
}

/** What follows FROM, JOIN or, within TUMBLE, HOP and CUMULATE, TABLE. */
function sourcesOf(flink: string): string[] {
  const words = tokensOf(flink).map(({ text }) => text);
  return words.filter((word, index) => {
    const before = words[index - 1]?.toUpperCase() ?? '';
    const name = /^[A-Za-z_]\w*$/.test(word) && word.toUpperCase() !== 'TABLE';
    return name && ['FROM', 'JOIN', 'TABLE'].includes(before);
  });
}

function sourceProblems(flink: string): string[] {
  const unknown = sourcesOf(flink).filter((source) => !liveViews.has(source));
  return unknown.map((source) => `reads ${source}, which is none of ${[...liveViews].join(', ')}`);
}

function correctionProblems(flink: string): string[] {
  const problems: string[] = [];
  const words = tokensOf(flink).map(({ text }) => text.toUpperCase());
  const hint = 'late_events: ignored in about.yaml, with the reason';
  for (const word of ['DISTINCT', 'HAVING']) {
    if (words.includes(word)) problems.push(`${word} cannot be corrected by adding what came late: say ${hint}`);
  }
  for (const word of new Set(words.filter((one, index) => otherAggregates.has(one) && words[index + 1] === '('))) {
    problems.push(
      `${word} cannot be corrected by adding what came late, ${[...additive].join(' and ')} can: say ${hint}`,
    );
  }
  for (const source of sourcesOf(flink)) {
    if (liveViews.has(source) && !viewsByMinute.has(source)) {
      problems.push(`${source} has no late twin, as ${[...viewsByMinute].join(', ')} have: say ${hint}`);
    }
  }
  const grouped = words.slice(words.lastIndexOf('GROUP'));
  if (!grouped.includes('PART')) problems.push('GROUP BY must have part: each late event corrects by a row of its own');
  return problems;
}

/** The query gives the row's keys, a column for each dimension, and the values that are not NULL. */
function queryProblems(columns: readonly SelectedColumn[], query: string): string[] {
  const textOf = (column: string) => columns.find(({ name }) => name === column)?.text ?? '';
  const dimensions = [...textOf('dimensions').matchAll(/KEY\s+'([^']*)'/gi)].map(([, key = '']) => key);
  const values = ['events', 'players', 'amount'].filter((column) => !/^CAST\s*\(\s*NULL\b/i.test(textOf(column)));
  const wanted = ['window_start', 'application_id', ...dimensions, ...values];
  return selectedColumns(query).flatMap((selected) => {
    const names = selected.map(({ name }) => name).filter((name) => name !== 'window_end');
    const missing = wanted.filter((column) => !names.includes(column));
    const more = names.filter((name) => name === undefined || !wanted.includes(name));
    return [
      ...missing.map((column) => `column ${column} is missing, which flink.sql gives`),
      ...more.map((name) => `${name ?? 'a column without a name'} is not what flink.sql gives: ${wanted.join(', ')}`),
    ];
  });
}
