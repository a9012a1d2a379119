import { printable } from './printable.ts';

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

/** The rows for people: a table with numbers to the right, or each row as a block when a table is wider than `width`. */
export function formatTable(columns: readonly Column[], rows: readonly Row[], width?: number): string {
  const cells = rows.map((row) => columns.map(({ kind }, index) => readable(kind, row[index])));
  const names = columns.map(({ name }) => printable(name));
  const widths = names.map((name, index) => Math.max(name.length, ...cells.map((row) => row[index]?.length ?? 0)));
  const total = widths.reduce((sum, one) => sum + one + 2, -2);
  if (width !== undefined && total > width && rows.length > 0) return formatBlocks(names, cells);
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
  return [line(names), rule, ...cells.map(line)].join('\n');
}

function formatBlocks(names: readonly string[], cells: readonly (readonly string[])[]): string {
  const width = Math.max(...names.map((name) => name.length));
  return cells
    .map((row, index) => {
      const lines = names.map((name, column) => `${name.padEnd(width)}  ${row[column] ?? ''}`.trimEnd());
      return [`── row ${index + 1} ──`, ...lines].join('\n');
    })
    .join('\n');
}

/** NULL is empty; whole seconds have no `.000`; numbers have no exponent where their digits fit. */
function readable(kind: Column['kind'], value: string | undefined): string {
  if (value === undefined) return '';
  if (kind === 'number') return withoutExponent(value);
  return printable(value.replace(/^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\.0+$/, '$1'));
}

const maxExponent = 15;

/** `1.7646021E9` → `1764602100`; beyond 15 digits the exponent stays. */
function withoutExponent(value: string): string {
  const [, sign = '', whole = '', fraction = '', exponentText] = /^(-?)(\d)(?:\.(\d+))?E(-?\d+)$/i.exec(value) ?? [];
  const exponent = Number(exponentText);
  if (exponentText === undefined || Math.abs(exponent) > maxExponent) return value;
  const digits = whole + fraction.replace(/0+$/, '');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const before = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const after = digits.slice(exponent + 1);
  return `${sign}${before}${after && `.${after}`}`;
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

/** RFC 4180, values as the engine printed them. NULL is empty, an empty text is `""`. */
export function formatCsv(columns: readonly Column[], rows: readonly Row[]): string {
  const lines = [columns.map(({ name }) => name), ...rows].map((row) =>
    columns.map((_, index) => csvField(row[index])).join(','),
  );
  return lines.join('\r\n');
}

function csvField(value: string | undefined): string {
  if (value === undefined) return '';
  return value === '' || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
