import { ClickHouseError } from '@clickhouse/client';
import { expect, it } from 'vitest';
import { storeFailure } from '../../../../functions/realtime/clickhouse/failure.ts';

const withCode = (code: string) => Object.assign(new Error(`connect ${code}`), { code });
const answered = (type: string, message: string) => new ClickHouseError({ code: '1', type, message });

it.each([
  [withCode('ECONNREFUSED'), 'unreachable', 'ClickHouse at host:8443 does not answer (ECONNREFUSED)'],
  [new AggregateError([withCode('ENOTFOUND')]), 'unreachable', 'ClickHouse at host:8443 does not answer (ENOTFOUND)'],
  [new Error('Timeout error.'), 'unreachable', 'ClickHouse at host:8443 does not answer (timeout)'],
  [
    withCode('DEPTH_ZERO_SELF_SIGNED_CERT'),
    'certificate',
    'The certificate of ClickHouse at host:8443 is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)',
  ],
  [
    answered('AUTHENTICATION_FAILED', 'gap: password is incorrect'),
    'wrong_password',
    'ClickHouse at host:8443 answered AUTHENTICATION_FAILED',
  ],
  [
    answered('CANNOT_PARSE_DATETIME', "Cannot parse 'player@example.com'"),
    'rows_refused',
    'ClickHouse at host:8443 answered CANNOT_PARSE_DATETIME',
  ],
  [
    answered(
      'CANNOT_PARSE_INPUT_ASSERTION_FAILED',
      "Cannot parse input: expected ',' before: 'x: (while reading the value of key pin1234)': (while reading the value of key country): (at row 3)",
    ),
    'rows_refused',
    'ClickHouse at host:8443 answered CANNOT_PARSE_INPUT_ASSERTION_FAILED: column country',
  ],
  [
    answered('INCORRECT_DATA', 'Unknown field found while parsing JSONEachRow format: country: (at row 1)'),
    'rows_refused',
    'ClickHouse at host:8443 answered INCORRECT_DATA: column country',
  ],
  [
    answered(
      'VIOLATED_CONSTRAINT',
      "Constraint `known_country` for table game.raw_events is violated at row 2. Column values: country = 'player@example.com'",
    ),
    'rows_refused',
    'ClickHouse at host:8443 answered VIOLATED_CONSTRAINT: constraint known_country',
  ],
  [
    answered('TOO_MANY_PARTS', "Too many parts (3000) in table 'game.raw_events'. Merges are slow"),
    'store_failed',
    "ClickHouse at host:8443 answered TOO_MANY_PARTS: Too many parts (3000) in table '…'",
  ],
  [new TypeError('x is undefined: player@example.com'), 'store_failed', 'ClickHouse at host:8443: TypeError'],
])('%s is %s', (error, kind, message) => {
  expect(storeFailure(error, 'host:8443')).toMatchObject({ kind, message });
});
