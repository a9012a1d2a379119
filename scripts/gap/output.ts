/** One column of a result: its name, and whether its values are numbers or booleans rather than text. */
export interface Column {
  readonly name: string;
  readonly kind: 'number' | 'boolean' | 'text';
}

/** Rows of text as the engine printed them; undefined is NULL. */
export type Row = readonly (string | undefined)[];

export interface QueryResult {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** The rows as a table for people; numbers to the right. */
export function formatTable(columns: readonly Column[], rows: readonly Row[]): string {
  const cells = rows.map((row) => columns.map((_, index) => row[index] ?? ''));
  const widths = columns.map(({ name }, index) =>
    Math.max(name.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    columns
      .map(({ kind }, index) => {
        const cell = row[index] ?? '';
        const width = widths[index] ?? 0;
        return kind === 'number' ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [line(columns.map(({ name }) => name)), rule, ...cells.map(line)].join('\n');
}

/** The rows as a JSON array of objects. Numbers keep every digit that the engine printed. */
export function formatJson(columns: readonly Column[], rows: readonly Row[]): string {
  const objects = rows.map((row) => {
    const members = columns.map(({ name, kind }, index) => `${JSON.stringify(name)}:${jsonValue(kind, row[index])}`);
    return `{${members.join(',')}}`;
  });
  return `[${objects.join(',\n ')}]`;
}

function jsonValue(kind: Column['kind'], value: string | undefined): string {
  if (value === undefined) return 'null';
  if (kind === 'number' && /^-?\d+(\.\d+)?(E-?\d+)?$/i.test(value)) return value;
  if (kind === 'boolean' && (value === 'true' || value === 'false')) return value;
  return JSON.stringify(value);
}
