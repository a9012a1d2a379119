import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventTypes } from '../../../../schemas/generated/event-types.ts';
import type { Json } from '../../synthesized.ts';
import { definitionOf, type EventRow, type TemplateLake, templateLake, templateTables } from './template-lake.ts';

const views = templateTables().filter(({ TableType }) => TableType === 'VIRTUAL_VIEW');
const day = '2026-01-27';
const hour = '2026-01-28-11';

let lake: TemplateLake;
beforeAll(async () => {
  lake = await templateLake();
});
afterAll(() => lake.close());

const rowsOf = async (sql: string) => {
  const { rows, reason } = await lake.query(sql);
  expect(reason).toBeUndefined();
  return rows;
};

let events = 0;
/** An event of which nothing is special, with an id of its own unless one is given. */
function event(more: EventRow = {}): EventRow {
  const event_id = `e${events++}`;
  return {
    ...{ event_id, event_type: 'login', event_name: 'login', event_timestamp: 1769500800, application_id: 'one' },
    ...{ occurred_at: `${day} 08:00:00`, received_at: `${day} 09:00:00`, event_data: '{}', metadata: '{}' },
    ...more,
  };
}

const compacted = ({ application_id: _, ...row }: EventRow): EventRow => row;
const idsIn = async (view: string, application: string) =>
  (await rowsOf(`SELECT event_id FROM ${view} WHERE application_id = '${application}' ORDER BY 1`)).flat();

describe('every view', () => {
  it.each(views.map((view): [string, Json] => [view.Name, view]))(
    '%s gives the columns that its definition names, of their types, in their order',
    async (name, view) => {
      const { columns, originalSql } = definitionOf(view);
      const { names, reason } = await lake.query(`${originalSql} LIMIT 0`);
      expect(reason).toBeUndefined();
      expect(names).toEqual(columns.map((column: Json) => column.name));
      const typed = names.map((column) => `typeof("${column}")`).join(', ');
      expect((await rowsOf(`SELECT ${typed} FROM (VALUES 1) LEFT JOIN (${originalSql}) ON true LIMIT 1`))[0]).toEqual(
        columns.map((column: Json) => column.type),
      );
      expect(view.StorageDescriptor.Columns.map((column: Json) => column.Name)).toEqual(names);
      expect((await lake.query(`SELECT * FROM ${name}`)).names).toEqual(names);
    },
  );

  it('has texts that Glue takes', () => {
    for (const table of templateTables()) {
      expect(table.Description.length).toBeLessThanOrEqual(2048);
      for (const { Comment } of [...table.StorageDescriptor.Columns, ...table.PartitionKeys]) {
        expect(Comment).toMatch(/^[^\r\n]{1,255}$/);
      }
    }
  });

  it('is there for each event type', () => {
    const names = views.map(({ Name }) => Name);
    expect(names.sort()).toEqual(
      ['events', 'quarantined_events', 'failed_events', ...eventTypes.map(({ name }) => name)].sort(),
    );
  });
});

describe('events', () => {
  it('has one row of copies that were delivered several times: the one that was received first', async () => {
    const copy = event({ application_id: 'copies', received_at: `${day} 09:00:05`, platform: 'second' });
    await lake.deliver(day, hour, [copy, { ...copy, received_at: `${day} 09:00:00`, platform: 'first' }]);
    await lake.deliver(day, '2026-01-28-10', [{ ...copy, received_at: `${day} 10:00:00`, platform: 'third' }]);
    expect(await rowsOf("SELECT platform FROM events WHERE application_id = 'copies'")).toEqual([['first']]);
  });

  it('has compacted rows, and of what was delivered since only what is not among them', async () => {
    const [old, both, fresh] = [0, 1, 2].map(() => event({ application_id: 'half' })) as [EventRow, EventRow, EventRow];
    await lake.compact('half', day, [compacted(old), compacted({ ...both, platform: 'compacted' })]);
    await lake.deliver(day, hour, [{ ...both, platform: 'raw' }, { ...both, platform: 'raw' }, fresh]);
    expect(await idsIn('events', 'half')).toEqual([old, both, fresh].map(({ event_id }) => event_id));
    expect(await rowsOf(`SELECT platform FROM events WHERE event_id = '${both.event_id}'`)).toEqual([['compacted']]);
  });

  it('does not let an application hide an event of another', async () => {
    const mine = event({ application_id: 'victim' });
    await lake.compact('attacker', day, [compacted({ ...mine, received_at: `${day} 01:00:00` })]);
    await lake.deliver(day, hour, [mine, { ...mine, application_id: 'attacker-2', received_at: `${day} 02:00:00` }]);
    expect(await idsIn('events', 'victim')).toEqual([mine.event_id]);
    expect(await rowsOf(`SELECT count(*) FROM events WHERE event_id = '${mine.event_id}'`)).toEqual([['3']]);
  });
});

describe('the view of an event type', () => {
  it('has the values of event_data in columns of their types', async () => {
    const data = { transaction_id: 't1', item_id: 'sword', item_version: 2, item_amount: 1.5, currency_type: 'EUR' };
    const sent = [
      { ...data, currency_amount: 4.99 },
      { ...data, currency_amount: 0.1 },
      { ...data, currency_amount: 0.2, item_version: ['a', { b: 1 }], item_amount: 'many', country_id: null },
    ];
    await lake.deliver(
      day,
      hour,
      sent.map((event_data) =>
        event({ application_id: 'shop', event_type: 'iap_transaction', event_data: JSON.stringify(event_data) }),
      ),
    );
    const columns = 'item_id, item_version, item_amount, currency_amount, country_id';
    const from = "FROM iap_transaction WHERE application_id = 'shop'";
    expect(await rowsOf(`SELECT ${columns} ${from} ORDER BY currency_amount`)).toEqual([
      ['sword', '2', '1.5', '0.1000', undefined],
      ['sword', '["a",{"b":1}]', undefined, '0.2000', undefined],
      ['sword', '2', '1.5', '4.9900', undefined],
    ]);
    expect(await rowsOf(`SELECT sum(currency_amount) ${from}`)).toEqual([['5.2900']]);
    expect(await rowsOf("SELECT count(*) FROM login WHERE application_id = 'shop'")).toEqual([['0']]);
  });

  it('takes every JSON number that is an integer for one', async () => {
    const data = ['1', '2.0', '3e0', '9007199254740993', '12345678901234567890', '"4"', 'true'].map(
      (session_number) => `{"session_number":${session_number}}`,
    );
    await lake.deliver(
      day,
      hour,
      data.map((event_data) => event({ application_id: 'integers', event_type: 'session_start', event_data })),
    );
    const rows = await rowsOf(
      "SELECT session_number FROM session_start WHERE application_id = 'integers' ORDER BY session_number NULLS LAST",
    );
    expect(rows.flat()).toEqual(['1', '2', '3', '4', '9007199254740993', undefined, undefined]);
  });
});

describe('quarantined_events', () => {
  const judged = (more: EventRow) => event({ reason: 'schema_mismatch', error_path: '/a', event: '{}', ...more });
  const at = (time: string) => JSON.stringify({ processed_at: `${day}T${time}Z` });

  it('has one row per event, with the latest judgement', async () => {
    const wrong = judged({ application_id: 'judged', metadata: at('09:00:00') });
    const again = { ...wrong, reason: 'unknown_event_type', metadata: at('11:00:00') };
    await lake.quarantine(day, [wrong, again, { ...wrong, metadata: at('10:00:00') }]);
    await lake.quarantine('2026-01-28', [{ ...wrong, reason: 'other', metadata: at('10:30:00') }]);
    expect(await rowsOf("SELECT reason FROM quarantined_events WHERE application_id = 'judged'")).toEqual([
      ['unknown_event_type'],
    ]);
  });

  it('tells events without an id apart by their text', async () => {
    const nameless = judged({ application_id: 'nameless', event_id: undefined, event: '{"a":1}' });
    await lake.quarantine(day, [nameless, nameless, { ...nameless, event: '{"a":2}' }]);
    const rows = await rowsOf("SELECT event FROM quarantined_events WHERE application_id = 'nameless' ORDER BY 1");
    expect(rows).toEqual([['{"a":1}'], ['{"a":2}']]);
  });

  it('is without those that were accepted by another try, compacted or not, long ago in the case of late ones', async () => {
    const [kept, replayed, stored] = [0, 1, 2].map(() => judged({ application_id: 'mended' })) as [
      EventRow,
      EventRow,
      EventRow,
    ];
    await lake.quarantine(day, [kept, replayed, stored]);
    await lake.deliver('2026-01-20', hour, [event({ ...accepted(replayed), application_id: 'mended' })]);
    await lake.compact('mended', '2025-12-30', [compacted(event(accepted(stored)))]);
    await lake.deliver(day, hour, [event({ event_id: kept.event_id, application_id: 'somebody-else' })]);
    expect(await idsIn('quarantined_events', 'mended')).toEqual([kept.event_id]);
    const ofDay = `SELECT event_id FROM quarantined_events WHERE event_date = '${day}' AND application_id = 'mended'`;
    expect(await rowsOf(ofDay)).toEqual([[kept.event_id]]);
  });

  const accepted = ({ event_id, application_id }: EventRow): EventRow => ({ event_id, application_id });
});

describe('failed_events', () => {
  const failed = (record: string, more: EventRow = {}): EventRow => ({
    attemptsMade: 1,
    arrivalTimestamp: Date.UTC(2026, 0, 27, 10),
    attemptEndingTimestamp: Date.UTC(2026, 0, 27, 11),
    rawData: Buffer.from(record).toString('base64'),
    ...more,
  });
  const record = (application_id: string, event_id: string, more: object = {}) =>
    JSON.stringify({ event: { event_id, event_type: 'login' }, application_id, ...more });

  it('has one row per record, and its ids where it has them', async () => {
    await lake.fail(day, [failed(record('broken', 'f1')), failed(record('broken', 'f1'))]);
    await lake.fail(day, [
      failed(record('broken', 'f1', { replayed_from: 'failed' })),
      failed(JSON.stringify({ event_id: 'f2', application_id: 'broken', event_type: 'login' })),
      failed('no JSON'),
      failed('no JSON'),
      failed('\u0000\uffff'),
      { ...failed(''), rawData: '***' },
    ]);
    const rows = await rowsOf('SELECT application_id, event_id FROM failed_events ORDER BY 1, 2');
    expect(rows).toEqual([
      ['broken', 'f1'],
      ['broken', 'f2'],
      [undefined, undefined],
      [undefined, undefined],
      [undefined, undefined],
    ]);
  });

  it('says why a record holds no event, and else what failed', async () => {
    const reasonOf = async (text: string, more: EventRow = {}) => {
      const rawData = Buffer.from(text).toString('base64');
      await lake.fail(day, [failed(text, { errorCode: 'Lambda.FunctionError', ...more })]);
      const sql = `SELECT reason, arrived_at FROM failed_events WHERE rawdata = '${rawData}'`;
      return (await rowsOf(sql)).map(([reason, arrived]) => [reason, arrived === '2026-01-27 10:00:00.000']);
    };
    expect(await reasonOf('{"event": {}')).toEqual([['not_json', true]]);
    expect(await reasonOf('[]')).toEqual([['no_application_id', true]]);
    expect(await reasonOf('{"application_id": 5, "event": {}}')).toEqual([['no_application_id', true]]);
    expect(await reasonOf('{"application_id": "", "event": {}}')).toEqual([['no_application_id', true]]);
    expect(await reasonOf('{"application_id": "a"}')).toEqual([['no_event', true]]);
    expect(await reasonOf('{"application_id": "a", "event": "{}"}')).toEqual([['no_event', true]]);
    expect(await reasonOf('{"application_id": "a", "event": {}}')).toEqual([['Lambda.FunctionError', true]]);
  });

  it('is without what reached a table by another try', async () => {
    await lake.fail(
      day,
      ['g1', 'g2', 'g3', 'g4'].map((id) => failed(record('again', id))),
    );
    await lake.deliver(day, hour, [event({ event_id: 'g1', application_id: 'again' })]);
    await lake.quarantine(day, [event({ event_id: 'g2', application_id: 'again', reason: 'schema_mismatch' })]);
    await lake.deliver(day, hour, [event({ event_id: 'g3', application_id: 'somebody-else' })]);
    await lake.deliver('2025-01-10', hour, [event({ event_id: 'g4', application_id: 'again' })]);
    expect(await idsIn('failed_events', 'again')).toEqual(['g3', 'g4']);
  });

  it('looks further back for what the API got long before it failed', async () => {
    const requested = Date.UTC(2025, 0, 12);
    await lake.fail(day, [failed(record('archived', 'h1', { aws_ga_api_requestTimeEpoch: requested }))]);
    await lake.fail(day, [failed(record('archived', 'h2', { aws_ga_api_requestTimeEpoch: 'never' }))]);
    await lake.fail(day, [failed(record('archived', 'h3', { aws_ga_api_requestTimeEpoch: 1e300 }))]);
    await lake.deliver('2025-01-10', hour, [event({ event_id: 'h1', application_id: 'archived' })]);
    expect(await idsIn('failed_events', 'archived')).toEqual(['h2', 'h3']);
  });
});
