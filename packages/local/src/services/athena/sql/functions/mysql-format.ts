import { type Position, SqlError } from 'sql-dialects';

/** MySQL's specifiers, which `date_format` and `date_parse` take, as DuckDB's `strftime` writes them. */
const mysql: Readonly<Record<string, string>> = {
  '%a': '%a',
  '%b': '%b',
  '%c': '%-m',
  '%d': '%d',
  '%e': '%-d',
  '%f': '%f',
  '%H': '%H',
  '%h': '%I',
  '%I': '%I',
  '%i': '%M',
  '%j': '%j',
  '%k': '%-H',
  '%l': '%-I',
  '%M': '%B',
  '%m': '%m',
  '%p': '%p',
  '%r': '%I:%M:%S %p',
  '%S': '%S',
  '%s': '%S',
  '%T': '%H:%M:%S',
  '%v': '%V',
  '%W': '%A',
  '%Y': '%Y',
  '%y': '%y',
  '%x': '%G',
  '%%': '%%',
};

/** https://trino.io/docs/435/functions/datetime.html#mysql-date-functions */
export function formatOfMysql(format: string, position: Position): string {
  return format.replace(/%./gs, (specifier) => {
    const translated = mysql[specifier];
    if (translated !== undefined) return translated;
    if (/%[DUuVwX]/.test(specifier))
      throw new SqlError(`${specifier} not supported in date format string`, position, 'INVALID_FUNCTION_ARGUMENT');
    return specifier.slice(1);
  });
}

const joda: readonly (readonly [RegExp, string])[] = [
  [/^'([^']*)'/, 'quote'],
  [/^y+/, '%Y'],
  [/^Y+/, '%Y'],
  [/^M{4,}/, '%B'],
  [/^MMM/, '%b'],
  [/^MM/, '%m'],
  [/^M/, '%-m'],
  [/^dd/, '%d'],
  [/^d/, '%-d'],
  [/^HH/, '%H'],
  [/^H/, '%-H'],
  [/^hh/, '%I'],
  [/^h/, '%-I'],
  [/^mm?/, '%M'],
  [/^ss?/, '%S'],
  [/^SSSSSS/, '%f'],
  [/^SSS/, '%g'],
  [/^a/, '%p'],
  [/^E{4,}/, '%A'],
  [/^E+/, '%a'],
  [/^DDD/, '%j'],
  [/^ww?/, '%V'],
  [/^xxxx/, '%G'],
  [/^e/, '%u'],
  [/^Z+/, '%z'],
];

/** The patterns of Java's time library, which `format_datetime` and `parse_datetime` take. */
export function formatOfJoda(format: string, position: Position): string {
  let rest = format;
  let translated = '';
  while (rest !== '') {
    const [pattern, specifier] = joda.find(([candidate]) => candidate.test(rest)) ?? [/^[^A-Za-z']/, undefined];
    const found = pattern.exec(rest);
    if (found === null)
      throw new SqlError(`Illegal pattern component: ${rest.charAt(0)}`, position, 'INVALID_FUNCTION_ARGUMENT');
    if (specifier === 'quote') translated += found[1] === '' ? "'" : (found[1] ?? '').replaceAll('%', '%%');
    else translated += specifier ?? found[0].replaceAll('%', '%%');
    rest = rest.slice(found[0].length);
  }
  return translated;
}
