import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClickHouseServer } from 'assembly-runtime/clickhouse';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { expect, onTestFinished, test } from 'vitest';
import type { Problem } from '../../scripts/gap/status/find-problems.ts';
import { runGap } from '../support/pipeline.ts';
import { RestartingPipeline } from '../support/restarting-pipeline.ts';

const address = 'https://clickhouse.example.com';
const secret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:clickhouse-AbCdEf';
const [user, password] = ['games', 'right'];

test('a start after the first names what is wrong with the store, before any event comes', {
  timeout: 300_000,
}, async () => {
  const settings = { directory: temporaryDirectory(), user, password, memoryBytes: 2 ** 30 };
  const clickHouse = await ClickHouseServer.start(settings, () => {});
  onTestFinished(() => clickHouse.close());
  const secretsFile = join(temporaryDirectory(), 'secrets.json');
  const setPassword = (value: string) =>
    writeFileSync(secretsFile, JSON.stringify({ [secret]: { username: user, password: value } }));
  const alter = async (change: string) => {
    const headers = { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': password };
    const body = `ALTER TABLE game_analytics.raw_metrics ${change}`;
    expect((await fetch(clickHouse.url, { method: 'POST', headers, body })).status).toBe(200);
  };

  const keys = {
    INGEST_MODE: 'REAL_TIME_KDS',
    REAL_TIME_STORES: '[CLICKHOUSE]',
    CLICKHOUSE_URL: address,
    CLICKHOUSE_SECRET_ARN: secret,
  };
  const pipeline = RestartingPipeline.of(keys, secretsFile);
  const start = () =>
    pipeline.start((assembly) => {
      const file = join(assembly, 'game-analytics-realtime.template.json');
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll(address, clickHouse.url));
    });
  const status = async () => {
    const { exitCode, stdout } = await runGap(pipeline, 'status', '--json');
    const { problems }: { problems: readonly Problem[] } = JSON.parse(stdout);
    return { exitCode, problems };
  };
  const named = (of: string, problem: string) => ({
    exitCode: 1,
    problems: [{ part: pipeline.stack.file.outputs[of], problem }],
  });
  const nothing = { exitCode: 0, problems: [] };
  const patience = { timeout: 60_000, interval: 250 };

  setPassword(password);
  await start();
  await expect.poll(status, patience).toEqual(nothing);
  await pipeline.stop();

  setPassword('wrong');
  await start();
  const refused = `ClickHouse at ${new URL(clickHouse.url).host} answered AUTHENTICATION_FAILED`;
  await expect.poll(status, patience).toEqual(named('LoadFunction', `waits: ${refused}`));
  expect(pipeline.log).toContain(`${pipeline.stack.file.outputs.LoadFunction}: ${refused}`);
  setPassword(password);
  await expect.poll(status, patience).toEqual(nothing);
  await pipeline.stop();

  await alter('DROP COLUMN players');
  await start();
  const message = 'ClickHouse database game_analytics: table raw_metrics has no column players Nullable(Int64)';
  await expect.poll(status, patience).toEqual(named('IndexFunction', `waits: ${message}`));
  await alter('ADD COLUMN players Nullable(Int64)');
  await expect.poll(status, patience).toEqual(nothing);
  await pipeline.stop();

  await clickHouse.close();
  await start();
  const silent = `ClickHouse at ${new URL(clickHouse.url).host} does not answer (ECONNREFUSED)`;
  await expect.poll(status, patience).toEqual(named('LoadFunction', `waits: ${silent}`));
});
