import { fileURLToPath } from 'node:url';
import { createTable, statements } from 'assembly-runtime/testing/trino/statements.ts';
import { isTrinoInstalled, TrinoJudge } from 'assembly-runtime/testing/trino/trino-judge.ts';
import { recordedVerdicts } from 'assembly-runtime/testing/trino/verdicts.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../../.engines/trino', import.meta.url));

describe.runIf(isTrinoInstalled(folder))('Trino 435 itself', () => {
  let judge: TrinoJudge;

  beforeAll(async () => {
    judge = await TrinoJudge.start(folder);
    expect(await judge.execute(createTable)).toBe('accepted');
  });
  afterAll(() => judge.stop());

  it('says of every statement what is recorded', async () => {
    const verdicts = new Map<string, string>();
    for (const sql of statements) verdicts.set(sql, await judge.validate(sql));
    expect(Object.fromEntries(verdicts)).toEqual(Object.fromEntries(recordedVerdicts()));
  });
});
