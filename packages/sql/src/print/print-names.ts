import type { Dialect } from '../dialect.ts';
import type { Name } from '../syntax/name.ts';
import type { TypeName } from '../syntax/type-name.ts';

/** A name, in quotes where the dialect needs them. */
export function printName({ text }: Name, { lexicon, reservedWords }: Dialect): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text) && !reservedWords.has(text.toLowerCase())) return text;
  const [quote = '"'] = lexicon.nameQuotes;
  return quote + text.replaceAll(quote, quote + quote) + quote;
}

export function printNames(names: readonly Name[], dialect: Dialect): string {
  return names.map((name) => printName(name, dialect)).join(', ');
}

export function printDottedName(parts: readonly Name[], dialect: Dialect): string {
  return parts.map((part) => printName(part, dialect)).join('.');
}

/** A string literal. */
export function printText(text: string, { lexicon }: Dialect): string {
  const escaped = lexicon.backslashEscapes ? text.replaceAll('\\', '\\\\') : text;
  return `'${escaped.replaceAll("'", "''")}'`;
}

const timeZones = { with: ' with time zone', without: ' without time zone', local: ' with local time zone' } as const;

/** A type in the dialect's case and brackets. */
export function printType(type: TypeName, dialect: Dialect): string {
  const { upperCaseTypes } = dialect.syntax;
  const inCase = (text: string) => (upperCaseTypes ? text.toUpperCase() : text);
  const [open, close] = upperCaseTypes ? ['<', '>'] : ['(', ')'];
  const elements = type.elements.map(({ name, type: element }) => {
    return (name === undefined ? '' : `${printName(name, dialect)} `) + printType(element, dialect);
  });
  return [
    inCase(type.name),
    elements.length > 0 ? open + elements.join(', ') + close : '',
    type.sizes.length > 0 ? `(${type.sizes.join(', ')})` : '',
    type.timeZone === undefined ? '' : inCase(timeZones[type.timeZone]),
    type.notNull ? inCase(' not null') : '',
  ].join('');
}
