import { describe, expect, it } from 'vitest';
import { eventsView } from '../../../infrastructure/platform/events-view.ts';
import { dayProjection } from '../../../infrastructure/platform/partition-projection.ts';
import { withTableNames } from '../../../infrastructure/platform/table-names.ts';
import { rawEventColumns } from '../../../schemas/generated/columns.ts';
import { modes } from '../modes.ts';
import { type Json, synthesized } from '../synthesized.ts';

const names = {
  database: 'games',
  events: 'all_events',
  rawEvents: 'raw',
  quarantinedEvents: 'set_aside',
  failedEvents: 'broken',
};

describe('table names of a deployment', () => {
  it.each([
    ['SELECT * FROM events', 'SELECT * FROM all_events'],
    ['select * from raw_events as events', 'select * from raw as events'],
    [
      'SELECT events FROM failed_events JOIN quarantined_events USING (x)',
      'SELECT events FROM broken JOIN set_aside USING (x)',
    ],
    ['SELECT * FROM other', 'SELECT * FROM other'],
    ['SELECT * FROM (SELECT 1) AS events', 'SELECT * FROM (SELECT 1) AS events'],
  ])('%s', (sql, expected) => {
    expect(withTableNames(sql, names)).toBe(expected);
  });
});

describe('the view of events', () => {
  const view: Json = eventsView(names);
  const [, encoded] = /^\/\* Presto View: (.*) \*\/$/.exec(view.viewOriginalText) ?? [];
  const definition = JSON.parse(Buffer.from(encoded ?? '', 'base64').toString());

  it('is one that Athena can read', () => {
    expect(view).toMatchObject({
      tableType: 'VIRTUAL_VIEW',
      viewExpandedText: '/* Presto View */',
      parameters: { presto_view: 'true' },
    });
    expect(definition).toMatchObject({ catalog: 'awsdatacatalog', schema: 'games' });
    expect(definition.originalSql).toMatch(/^SELECT\n/);
    expect(definition.originalSql).toContain('FROM raw\n');
  });
  it('has the columns of raw_events, in Presto’s words', () => {
    expect(definition.columns.map(({ name }: Json) => name)).toEqual(rawEventColumns.map(({ name }) => name));
    expect(new Set(definition.columns.map(({ type }: Json) => type))).toEqual(
      new Set(['varchar', 'double', 'timestamp(3)']),
    );
  });
  it('selects just these, in this order', () => {
    const selected = definition.originalSql.split('\nFROM')[0].replace('SELECT', '').split(',');
    expect(selected.map((name: string) => name.trim())).toEqual(rawEventColumns.map(({ name }) => name));
  });
});

describe('the days of a table', () => {
  it('are worked out, from before the first deployment to tomorrow', () => {
    expect(dayProjection({ column: 'event_date', location: 's3://lake/events/', maxAgeDays: 31 })).toEqual({
      'projection.enabled': 'true',
      'projection.event_date.type': 'date',
      'projection.event_date.format': 'yyyy-MM-dd',
      'projection.event_date.range': '2024-12-01,NOW+1DAYS',
      'storage.location.template': 's3://lake/events/event_date=${event_date}/',
    });
  });
});

describe('the Glue tables', () => {
  const [mode] = modes;
  if (mode === undefined) throw new Error('there is no mode');
  const tables = synthesized(mode)
    .resources('AWS::Glue::Table')
    .map(({ Properties }) => Properties.TableInput);

  it.each([
    ['raw_events', 'event_date', '/events/accepted/'],
    ['quarantined_events', 'event_date', '/events/quarantined/'],
    ['failed_events', 'failed_date', '/failed/'],
  ])('%s is where delivery writes', (name, day, folder) => {
    const table = tables.find(({ Name }) => Name === name);
    expect(table.PartitionKeys.map((key: Json) => key.Name)).toEqual([day]);
    expect(table.StorageDescriptor.Location['Fn::Join'][1].at(-1)).toBe(folder);
    expect(table.Parameters['storage.location.template']['Fn::Join'][1].at(-1)).toBe(`${folder}${day}=\${${day}}/`);
  });
  it('quarantined_events begins with the columns of raw_events', () => {
    const columns = (name: string) =>
      tables.find(({ Name }) => Name === name).StorageDescriptor.Columns.map((column: Json) => column.Name);
    const raw = columns('raw_events');
    expect(columns('quarantined_events')).toEqual([...raw, 'reason', 'error_path', 'error_detail', 'event']);
  });
});
