import type { Parser } from '../dialect.ts';
import type { Name } from '../syntax/name.ts';
import type { TypeElement, TypeName } from '../syntax/type-name.ts';

/** A type: `varchar`, `decimal(10,2)`, `timestamp(3) with time zone`, `array(row(a bigint))`. */
export function parseType(parser: Parser): TypeName {
  const position = parser.position;
  const { kind, text } = parser.peek();
  const { typeNames } = parser.dialect;
  if (kind !== 'word' || (typeNames !== undefined && !typeNames.has(text))) throw parser.unexpected('<type>');
  parser.next();
  if (text === 'double') parser.takeWord('precision');
  const elements = isComposite(text) ? parseElements(parser, text) : [];
  const sizes = elements.length === 0 ? parseSizes(parser) : [];
  const timeZone = text === 'timestamp' ? parseTimeZone(parser) : undefined;
  const notNull = parser.dialect.syntax.notNullTypes && parser.takeWord('not', 'null');
  return { ...position, name: text, sizes, elements, timeZone, notNull };
}

function isComposite(name: string): boolean {
  return name === 'array' || name === 'map' || name === 'row';
}

/** In parentheses, or in angle brackets as Flink and older Presto write them. */
function parseElements(parser: Parser, name: string): TypeElement[] {
  const close = parser.takeSymbol('<') ? '>' : ')';
  if (close === ')') parser.expectSymbol('(');
  const elements = name === 'row' ? parser.list(() => parseField(parser)) : [{ type: parseType(parser) }];
  if (name === 'map') {
    parser.expectSymbol(',');
    elements.push({ type: parseType(parser) });
  }
  parser.expectSymbol(close);
  return elements;
}

function parseField(parser: Parser): TypeElement {
  const mark = parser.mark;
  const name: Name | undefined = parser.isName() ? parser.name() : undefined;
  if (name !== undefined && parser.peek().kind === 'word') return { name, type: parseType(parser) };
  parser.reset(mark);
  return { type: parseType(parser) };
}

function parseSizes(parser: Parser): number[] {
  if (!parser.isSymbol('(')) return [];
  return parser.parenthesized(() =>
    parser.list(() => {
      if (parser.peek().kind !== 'integer') throw parser.unexpected('<integer>');
      return Number(parser.next().text);
    }),
  );
}

function parseTimeZone(parser: Parser): TypeName['timeZone'] {
  if (parser.takeWord('with', 'local', 'time', 'zone')) return 'local';
  if (parser.takeWord('with', 'time', 'zone')) return 'with';
  return parser.takeWord('without', 'time', 'zone') ? 'without' : undefined;
}
