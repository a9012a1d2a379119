import { accessDenied, type Refusal } from './refusal.ts';

const name = '(?:\\w+|`[^`\\\\]+`|"[^"\\\\]+")';
/** `INSERT INTO table (columns) SETTINGS … FORMAT JSONEachRow`: what follows is data and no SQL. */
const insertOfData = new RegExp(
  `^\\s*INSERT\\s+INTO\\s+(?:TABLE\\s+)?${name}(?:\\.${name})?(?:\\s*\\([\\w\\s,\`"]*\\))?` +
    "(?:\\s+SETTINGS\\s+\\w+\\s*=\\s*[\\w'.]+(?:\\s*,\\s*\\w+\\s*=\\s*[\\w'.]+)*)?\\s+FORMAT\\s+(?<format>\\w+)(?=[\\s;{\\[])",
  'i',
);

/** Values may be expressions in this one. */
const formatOfExpressions = 'values';

/** Whether `text` begins an INSERT whose data stands after it, or will. */
export function isInsertOfData(text: string): boolean {
  const format = insertOfData.exec(text)?.groups?.format;
  return format !== undefined && format.toLowerCase() !== formatOfExpressions;
}

/** White space, also that of Unicode, and comments. `(` as well: parentheses may stand around a name. */
const gap = '(?:[\\s\\u0080-\\u00ff]|/\\*[^]*?\\*/|(?:--|#|//)[^\\n]*\\n)*';

/**
 * Functions that no grant governs, or only after the fact: `file()` of `clickhouse local` reads every file of the process,
 * `sqlite()` makes the file that it cannot find, `executable()` looks for a program; the others run a text as SQL, in
 * which one of these could hide.
 */
const functions = ['file', 'sqlite', 'executable', 'eval', 'generateRandom'];

/** What takes the name of a function as its first argument: `arrayMap(file, …)`, `* APPLY file`. */
const takesFunction = `\\b(?:array|map|apply)\\w*(?:${gap}\\()*${gap}`;

const forbidden: readonly RegExp[] = [
  new RegExp(`\\b(${functions.join('|')})["\`\\u009d]?${gap}\\(`),
  new RegExp(`${takesFunction}["\`]?(${functions.join('|')})\\b`, 'i'),
  // The name may be spelled with escapes in quotes, or come from a parameter:
  // https://clickhouse.com/docs/sql-reference/syntax#defining-and-using-query-parameters
  new RegExp(`${takesFunction}(["\`](?=\\w*\\\\)[\\w\\\\]+["\`])`, 'i'),
  new RegExp(`${takesFunction}(\\{${gap}\\w+${gap}:${gap}Identifier${gap}\\})`, 'i'),
  // Escapes may spell the name of a function that is called, too.
  new RegExp(`(["\`](?=\\w*\\\\)[\\w\\\\]+["\`])${gap}\\(`),
];

/**
 * Refuses SQL that calls such a function. It looks at the text alone, whether in quotes or not: whoever needs `file(` in a
 * literal can write it as a query parameter.
 */
export function refuseStatement(text: string): Refusal | undefined {
  for (const pattern of forbidden) {
    const found = pattern.exec(text)?.[1];
    if (found !== undefined) return accessDenied(`the function ${found} is not allowed here`);
  }
  return undefined;
}
