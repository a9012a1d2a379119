import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Firehose } from '../../../src/services/firehose/firehose.ts';
import { Cloud, decoded, lambdaProcessor, parquetConversion, perRecord, put, role, toLake } from './cloud.ts';

let cloud: Cloud;
let firehose: Firehose;

beforeEach(() => {
  cloud = new Cloud();
  cloud.columns = { id: 'string', score: 'double' };
});

afterEach(async () => {
  await firehose.stop();
  cloud.remove();
});

const converted = (deserializer: Record<string, unknown> = { OpenXJsonSerDe: {} }) =>
  cloud.stream(
    toLake({
      DataFormatConversionConfiguration: {
        ...parquetConversion,
        InputFormatConfiguration: { Deserializer: deserializer },
      },
    }),
  );

async function rows(sql = 'SELECT *'): Promise<unknown[]> {
  const files = cloud.keys().filter((key) => key.startsWith('all/'));
  if (files.length === 0) return [];
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const list = files.map((key) => `'${cloud.path(key)}'`).join(', ');
  const result = await connection.runAndReadAll(`${sql} FROM read_parquet([${list}], union_by_name = true)`);
  return result.getRowObjectsJson();
}

async function deliver(...records: (string | Buffer)[]): Promise<void> {
  await put(firehose, ...records);
  await firehose.flush();
}

test('documents become rows of one Parquet file, compressed, with the columns of the table in its order', async () => {
  firehose = await converted();
  await deliver('{"score":1.5,"id":"a","unknown":{"x":[1]}}', '{"id":"b"}', '{}');
  expect(cloud.keys()).toEqual([expect.stringMatching(/\.parquet$/)]);
  expect(await rows()).toEqual([
    { id: 'a', score: 1.5 },
    { id: 'b', score: null },
    { id: null, score: null },
  ]);
  const metadata = `SELECT DISTINCT compression FROM parquet_metadata('${cloud.path(cloud.keys()[0] ?? '')}')`;
  const connection = await (await DuckDBInstance.create()).connect();
  expect((await connection.runAndReadAll(metadata)).getRows()).toEqual([['SNAPPY']]);
});

describe('a value of a column of the type', () => {
  test.each<[string, string, unknown]>([
    ['string', '"x"', 'x'],
    ['string', '12345678901234567890', '12345678901234567890'],
    ['string', '{"a":1}', '{"a":1}'],
    ['string', '"é\\u0000\\n"', 'é\u0000\n'],
    ['varchar(3)', '"x"', 'x'],
    ['double', '"1.5"', 1.5],
    ['double', 'null', null],
    ['int', '7', 7],
    ['bigint', '9007199254740993', '9007199254740993'],
    ['boolean', 'true', true],
    ['decimal(10,2)', '1.25', '1.25'],
    ['date', '"2024-02-29"', '2024-02-29'],
    ['timestamp', '"2017-02-07T15:13:01.39256Z"', '2017-02-07 15:13:01.39256'],
    ['timestamp', '"2017-02-07 15:13:01.14"', '2017-02-07 15:13:01.14'],
    ['timestamp', '"2017-2-7 15:13:01"', '2017-02-07 15:13:01'],
    ['timestamp', '1518033528', '2018-02-07 19:58:48'],
    ['timestamp', '1518033528123', '2018-02-07 19:58:48.123'],
    ['timestamp', '1518033528.123', '2018-02-07 19:58:48.123'],
    ['timestamp', 'null', null],
    ['array<int>', '[1,2]', [1, 2]],
    ['map<string,bigint>', '{"a":1}', [{ key: 'a', value: '1' }]],
    ['struct<a:int,b:array<string>>', '{"a":1,"b":["x"],"c":2}', { a: 1, b: ['x'] }],
  ])('%s can be %s, also beside a record that does not fit', async (type, value, expected) => {
    cloud.columns = { v: type, check: 'int' };
    firehose = await converted();
    await deliver(`{"v":${value},"check":1}`);
    await deliver(`{"v":${value},"check":1}`, '{"v":null,"check":"none"}');
    expect(await rows()).toEqual([
      { v: expected, check: 1 },
      { v: expected, check: 1 },
    ]);
    expect(cloud.errors()).toHaveLength(1);
  });

  test.each([
    ['double', '"x"'],
    ['double', '{}'],
    ['int', '3000000000'],
    ['boolean', '"perhaps"'],
    ['date', '"tomorrow"'],
    ['timestamp', '"2020-01-01"'],
    ['timestamp', '"2020-13-01 10:00:00"'],
    ['timestamp', '"2020-01-01T10:00:00+02:00"'],
    ['timestamp', '"2020-01-01T10:00:00-02:00"'],
    ['timestamp', '"soon"'],
    ['timestamp', '1e300'],
    ['timestamp', '99999999999999999999'],
    ['array<int>', '[1,"x"]'],
    ['array<int>', '{}'],
    ['map<string,int>', '{"a":"x"}'],
    ['struct<a:int>', '{"a":"x"}'],
    ['struct<a:int>', '[]'],
  ])('%s cannot be %s, which costs that record only', async (type, value) => {
    cloud.columns = { id: 'string', v: type };
    firehose = await converted();
    const bad = `{"id":"bad","v":${value}}`;
    await deliver('{"id":"a"}', bad, '{"id":"b"}');
    expect(await rows('SELECT id')).toEqual([{ id: 'a' }, { id: 'b' }]);
    expect(cloud.errors('failed/format-conversion-failed/')).toEqual([
      {
        attemptsMade: 1,
        arrivalTimestamp: expect.any(Number),
        lastErrorCode: 'DataFormatConversion.MalformedData',
        lastErrorMessage: 'Data does not match the schema. The value of the column v does not fit its type.',
        attemptEndingTimestamp: expect.any(Number),
        rawData: Buffer.from(bad).toString('base64'),
        dataCatalogTable: {
          catalogId: '000000000000',
          databaseName: 'lake',
          tableName: 'clicks',
          region: 'us-east-1',
          versionId: 'LATEST',
          catalogArn: null,
        },
      },
    ]);
    expect((await firehose.status()).deliveryStreams[0]).toMatchObject({ deliveredRecords: 2, failedRecords: 1 });
  });
});

describe('a record', () => {
  test.each([
    ['several documents', '{"id":"a"}{"id":"b"}', ['a', 'b']],
    ['documents on lines', '\n{"id":"a"}\r\n{"id":"b"}\n', ['a', 'b']],
    ['a document on several lines', '{\n  "id": "a",\n  "x": "}{"\n}', ['a']],
    ['text that looks like several documents', '{"id":"}{\\"a\\":1}"}', ['}{"a":1}']],
    ['a key in capitals', '{"ID":"a"}', ['a']],
    ['nothing but spaces around', ' \t{"id":"a"} ', ['a']],
  ])('can hold %s', async (_, record, ids) => {
    firehose = await converted();
    await deliver(record, '{"id":"last"}');
    expect(await rows('SELECT id')).toEqual([...ids, 'last'].map((id) => ({ id })));
    expect(cloud.errors()).toEqual([]);
  });

  test.each<[string, string | Buffer, string]>([
    ['nothing', '', 'MalformedData'],
    ['white space', ' \n ', 'MalformedData'],
    ['an array', '[{"id":"a"}]', 'MalformedData'],
    ['a number', '5', 'MalformedData'],
    ['null', 'null', 'MalformedData'],
    ['half a document', '{"id":"a"', 'ParseError'],
    ['a document without quotes', '{id:1}', 'ParseError'],
    ['a document that ends twice', '{"id":"a"}}', 'ParseError'],
    ['a line break inside text', '{"id":"a\nb"}', 'ParseError'],
    ['bytes that are no text', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'ParseError'],
    ['half a surrogate pair', '{"id":"\\ud800"}', 'ParseError'],
    ['a byte order mark', '\ufeff{"id":"a"}', 'ParseError'],
    ['no JSON at all', 'hello', 'ParseError'],
    ['a document and something', '{"id":"a"} x {"id":"b"}', 'ParseError'],
  ])('that holds %s goes to the error output byte for byte', async (_, record, code) => {
    firehose = await converted();
    await deliver('{"id":"first"}', record, '{"id":"last"}');
    expect(await rows('SELECT id')).toEqual([{ id: 'first' }, { id: 'last' }]);
    const [error] = cloud.errors('failed/format-conversion-failed/');
    expect(error?.lastErrorCode).toBe(`DataFormatConversion.${code}`);
    expect(Buffer.from(String(error?.rawData), 'base64')).toEqual(Buffer.from(record));
  });

  test('may be large', async () => {
    firehose = await converted();
    const text = 'é"'.repeat(200_000);
    await deliver(JSON.stringify({ id: text }), JSON.stringify({ id: text }), '{"score":"x"}');
    expect(await rows('SELECT length(id) AS length')).toEqual([{ length: '400000' }, { length: '400000' }]);
  });
});

test('a batch in which nothing fits makes no Parquet file', async () => {
  firehose = await converted();
  await deliver('{"score":"x"}', '{"score":"y"}');
  expect(cloud.keys()).toEqual([expect.stringMatching(/^failed\/format-conversion-failed\//)]);
  expect(cloud.errors().map(({ rawData }) => decoded(rawData))).toEqual(['{"score":"x"}', '{"score":"y"}']);
});

test('columns can be mapped to other keys, with their case kept', async () => {
  firehose = await converted({ OpenXJsonSerDe: { CaseInsensitive: false, ColumnToJsonKeyMappings: { id: 'Id' } } });
  await deliver('{"Id":"a","id":"no","Score":1}');
  expect(await rows()).toEqual([{ id: 'a', score: null }]);
});

test("Hive's deserializer takes timestamps with a space only", async () => {
  cloud.columns = { v: 'timestamp' };
  firehose = await converted({ HiveJsonSerDe: {} });
  await deliver('{"v":"2017-02-07 15:13:01.14"}', '{"v":"2017-02-07T15:13:01Z"}', '{"v":1518033528}', '{}');
  expect(await rows()).toEqual([{ v: '2017-02-07 15:13:01.14' }, { v: null }]);
  expect(cloud.errors()).toHaveLength(2);
});

test('what fails is what the function returned; its arrival is that of the source record', async () => {
  cloud.handler = perRecord(() => ({ data: Buffer.from('{"score":"x"}').toString('base64') }));
  firehose = await cloud.stream(
    toLake({ DataFormatConversionConfiguration: parquetConversion, ProcessingConfiguration: lambdaProcessor }),
  );
  await deliver('source');
  const arrival = cloud.invocations[0]?.records[0]?.approximateArrivalTimestamp;
  expect(cloud.errors()).toEqual([expect.objectContaining({ arrivalTimestamp: arrival })]);
  expect(decoded(cloud.errors()[0]?.rawData)).toBe('{"score":"x"}');
});

describe('the schema', () => {
  test.each(['glue:GetTable', 'glue:GetTableVersion', 'glue:GetTableVersions'])('needs %s', async (action) => {
    firehose = await converted();
    cloud.denied.add(action);
    await put(firehose, '{"id":"a"}');
    await expect(firehose.flush()).rejects.toThrow(`${role} is not authorized to perform: ${action}`);
    cloud.denied.clear();
    await firehose.flush();
    expect(await rows('SELECT id')).toEqual([{ id: 'a' }]);
  });

  test('is read anew for each batch', async () => {
    firehose = await converted();
    await deliver('{"id":"a"}');
    cloud.columns = { id: 'string', more: 'int' };
    await deliver('{"id":"b","more":1}');
    expect(await rows('SELECT more')).toContainEqual({ more: 1 });
  });

  test.each([
    [{}, 'Table clicks not found'],
    [{ id: 'uniontype<int,string>' }, 'uniontype<int,string>'],
  ])('%j holds delivery up', async (columns, message) => {
    firehose = await converted();
    cloud.columns = columns;
    await put(firehose, '{"id":"a"}');
    await expect(firehose.flush()).rejects.toThrow(message);
    expect((await firehose.status()).deliveryStreams[0]).toMatchObject({ bufferedRecords: 1 });
  });
});
