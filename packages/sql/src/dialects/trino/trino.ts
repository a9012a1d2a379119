import type { Dialect } from '../../dialect.ts';
import { parseSubstring, standardCallForms } from '../../parser/call-forms.ts';
import { reservedWords } from './reserved-words.ts';

/** Trino 435, as Athena engine version 3 has it. */
export const trino: Dialect = {
  name: 'Trino',
  // Backticks are for names in statements that Athena takes from Hive.
  lexicon: { nameQuotes: ['"', '`'], backslashEscapes: false, hints: false },
  reservedWords,
  typeNames: new Set(
    (
      'boolean tinyint smallint integer int bigint real float double decimal varchar string char varbinary json date time ' +
      'timestamp uuid array map row'
    ).split(' '),
  ),
  literalTypes: new Set('date timestamp time json decimal double real bigint varchar uuid char'.split(' ')),
  intervalUnits: {
    second: 'second',
    minute: 'minute',
    hour: 'hour',
    day: 'day',
    week: 'week',
    month: 'month',
    year: 'year',
  },
  callForms: { ...standardCallForms, substr: parseSubstring },
  syntax: {
    bangEquals: true,
    isTruth: false,
    lambdas: true,
    tableFunctions: false,
    notNullTypes: false,
    upperCaseTypes: false,
  },
};
