import type { Dialect } from '../../dialect.ts';
import { standardCallForms } from '../../parser/call-forms.ts';
import { flinkCallForms } from './call-forms.ts';
import { reservedWords } from './reserved-words.ts';

/** Flink SQL 1.20. */
export const flink: Dialect = {
  name: 'Flink',
  lexicon: { nameQuotes: ['`'], backslashEscapes: false, hints: true },
  reservedWords,
  typeNames: undefined,
  literalTypes: new Set(['date', 'time', 'timestamp']),
  intervalUnits: {
    ...{ millisecond: 'millisecond', second: 'second', minute: 'minute', hour: 'hour', day: 'day', week: 'week' },
    ...{ seconds: 'second', minutes: 'minute', hours: 'hour', days: 'day', weeks: 'week' },
    ...{ month: 'month', months: 'month', year: 'year', years: 'year' },
  },
  callForms: { ...standardCallForms, ...flinkCallForms },
  syntax: {
    bangEquals: false,
    isTruth: true,
    lambdas: false,
    tableFunctions: true,
    notNullTypes: true,
    upperCaseTypes: true,
  },
};
