import { expect, it } from 'vitest';
import { localVerdict } from '../../../testing/trino/local-verdict.ts';
import { statements } from '../../../testing/trino/statements.ts';
import { recordedVerdicts } from '../../../testing/trino/verdicts.ts';

/** Where the local Athena says something else than Trino, and why. */
const differences: Readonly<Record<string, string>> = {
  // Trino has several functions for a NULL without a type and asks for a cast.
  'SELECT name || null FROM t': 'accepted',
  'SELECT null + null FROM t': 'accepted',
  // Not known here.
  'SELECT zip_with(list, numbers, (a, b) -> a) FROM t': 'FUNCTION_NOT_FOUND',
  'SELECT url_extract_host(name) FROM t': 'FUNCTION_NOT_FOUND',
  'SELECT url_extract_host(n) FROM t': 'FUNCTION_NOT_FOUND',
  'SELECT (SELECT n, d FROM t)': 'NOT_SUPPORTED',
  // Refused by both, under another name.
  'SELECT format(n) FROM t': 'NOT_SUPPORTED',
  "SELECT listagg(n, ',') within group (order by n) FROM t": 'FUNCTION_NOT_FOUND',
};

const verdicts = recordedVerdicts();

it('every statement has a verdict of Trino', () => {
  expect([...verdicts.keys()].sort()).toEqual([...statements].sort());
  expect(verdicts.size).toBeGreaterThan(1300);
});

it.each([...verdicts])('%s is %s in Trino 435 and here', (sql, verdict) => {
  const local = localVerdict(sql);
  expect(local.verdict, local.message).toBe(differences[sql] ?? verdict);
});
