/** A column of a SELECT: its name, undefined where it has none, and the text that gives it. */
export interface SelectedColumn {
  readonly name: string | undefined;
  readonly text: string;
}

export interface SqlToken {
  readonly text: string;
  readonly start: number;
  /** How many brackets are open around it. */
  readonly depth: number;
}

/** The words, literals and signs of an SQL text, without its comments. */
export function tokensOf(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  let depth = 0;
  for (const { 0: text, index: start } of sql.matchAll(/--[^\n]*|'(?:[^']|'')*'|"(?:[^"]|"")*"|\w+|\S/g)) {
    if (text.startsWith('--')) continue;
    if (text === ')') depth--;
    tokens.push({ text, start, depth });
    if (text === '(') depth++;
  }
  return tokens;
}

/** The columns of each SELECT of a query that stands in no brackets: one, or those of a UNION. */
export function selectedColumns(sql: string): SelectedColumn[][] {
  const selects: SelectedColumn[][] = [];
  let columns: SelectedColumn[] | undefined;
  let item: SqlToken[] = [];
  const end = (next: SqlToken | undefined) => {
    if (columns === undefined || item.length === 0) return;
    const [first] = item;
    columns.push({ name: nameOf(item), text: sql.slice(first?.start, next?.start).trim() });
    item = [];
  };
  for (const token of tokensOf(sql)) {
    const word = token.depth === 0 ? token.text.toUpperCase() : '';
    if (word === 'SELECT') {
      columns = [];
      selects.push(columns);
    } else if (columns !== undefined && (word === ',' || word === 'FROM')) {
      end(token);
      if (word === 'FROM') columns = undefined;
    } else if (columns !== undefined) item.push(token);
  }
  end(undefined);
  return selects;
}

/** `a`, `t.a` and `… AS a` are called `a`. */
function nameOf(item: readonly SqlToken[]): string | undefined {
  const last = item.at(-1)?.text ?? '';
  const before = item.at(-2)?.text;
  if (!/^[A-Za-z_]\w*$/.test(last)) return undefined;
  return before === undefined || before === '.' || before.toUpperCase() === 'AS' ? last : undefined;
}
