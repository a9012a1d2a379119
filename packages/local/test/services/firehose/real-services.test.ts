import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { Glue } from '../../../src/services/glue/glue.ts';
import { S3 } from '../../../src/services/s3/s3.ts';
import { Cloud, parquetConversion, put, role, toLake } from './cloud.ts';

test("objects are taken over by the S3 engine, and the columns are those of the Glue engine's table", async () => {
  const cloud = new Cloud();
  const s3 = new S3(cloud.runtime());
  const glue = new Glue(cloud.runtime());
  await s3.createBucket({ name: 'lake', lifecycle: [] });
  await glue.createDatabase({ Name: 'lake' });
  const Columns = [
    { Name: 'id', Type: 'string' },
    { Name: 'at', Type: 'timestamp' },
  ];
  await glue.createTable('lake', { Name: 'clicks', StorageDescriptor: { Columns, Location: 's3://lake/' } });
  cloud.others['s3.PutObject'] = (input) => s3.service.actions.PutObject?.run(input, { arn: role });
  cloud.others['glue.GetTable'] = (input) => glue.service.actions.GetTable?.run(input, { arn: role });
  const firehose = await cloud.stream(toLake({ DataFormatConversionConfiguration: parquetConversion }));
  await put(firehose, '{"id":"a","at":"2026-01-02 03:04:05.678"}');
  await firehose.flush();
  const key = cloud.keys().find((candidate) => candidate.endsWith('.parquet')) ?? '';
  const object = await s3.service.actions.GetObject?.run({ Bucket: 'lake', Key: key }, { arn: role });
  expect(object).toMatchObject({ ContentType: 'application/octet-stream' });
  const connection = await (await DuckDBInstance.create()).connect();
  const rows = await connection.runAndReadAll(`SELECT * FROM '${cloud.path(key)}'`);
  expect(rows.getRowObjectsJson()).toEqual([{ id: 'a', at: '2026-01-02 03:04:05.678' }]);
  await firehose.stop();
  await s3.close();
  await glue.close();
  cloud.remove();
});
