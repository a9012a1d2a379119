const widestLine = 120;

/**
 * JSON as the project's formatter leaves it, so that a written file passes `npm run check` at once: objects one member
 * a line, lists of plain values on one line when they fit.
 */
export function printJson(value: unknown): string {
  return `${print(value, '', 0)}\n`;
}

/** `before`: how many characters of the line are taken already; one more follows for a comma. */
function print(value: unknown, indent: string, before: number): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const line = onOneLine(value);
    if (line !== undefined && before + line.length + 1 <= widestLine) return line;
    if (value.every((item) => typeof item === 'number')) return `[\n${fill(value, inner)}\n${indent}]`;
    return `[\n${value.map((item) => `${inner}${print(item, inner, inner.length)}`).join(',\n')}\n${indent}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  if (members.length === 0) return '{}';
  const lines = members.map(([name, member]) => {
    const key = `${inner}${JSON.stringify(name)}: `;
    return key + print(member, inner, key.length);
  });
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

/** As many numbers on a line as fit. */
function fill(numbers: readonly number[], indent: string): string {
  const lines: string[] = [];
  let line = indent;
  numbers.forEach((number, index) => {
    const text = `${number}${index < numbers.length - 1 ? ',' : ''}`;
    if (line !== indent && line.length + 1 + text.length > widestLine) {
      lines.push(line);
      line = indent;
    }
    line += line === indent ? text : ` ${text}`;
  });
  return [...lines, line].join('\n');
}

/** Undefined: the list never stands on one line, for it holds an object. */
function onOneLine(list: readonly unknown[]): string | undefined {
  const items = list.map((item) => {
    if (Array.isArray(item)) return onOneLine(item);
    return typeof item === 'object' && item !== null ? undefined : JSON.stringify(item);
  });
  return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
}
