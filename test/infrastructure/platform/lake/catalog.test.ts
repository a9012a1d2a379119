import { describe, expect, it } from 'vitest';
import { eventTypeView } from '../../../../infrastructure/platform/lake/event-type-view.ts';
import { glueView } from '../../../../infrastructure/platform/lake/glue-view.ts';
import { uncompactedEventsTable } from '../../../../infrastructure/platform/lake/lake-tables.ts';
import { eventsView, quarantinedEventsView } from '../../../../infrastructure/platform/lake/lake-views.ts';
import {
  projectedDays,
  projectedHours,
  projection,
} from '../../../../infrastructure/platform/lake/partition-projection.ts';
import { withQualifiedTableNames, withTableNames } from '../../../../infrastructure/platform/lake/table-names.ts';
import { rawEventColumns } from '../../../../schemas/generated/columns.ts';
import type { Json } from '../../synthesized.ts';
import { definitionOf, templateTables } from './template-lake.ts';

const names = {
  database: 'games',
  events: 'all_events',
  rawEvents: 'raw',
  uncompactedEvents: 'fresh',
  compactedEvents: 'stored',
  quarantinedEvents: 'set_aside',
  rawQuarantinedEvents: 'raw_set_aside',
  failedEvents: 'broken',
  rawFailedEvents: 'raw_broken',
};

describe('table names of a deployment', () => {
  it.each([
    ['SELECT * FROM events', 'SELECT * FROM all_events'],
    ['select * from raw_events as events', 'select * from raw as events'],
    [
      'SELECT events FROM failed_events JOIN raw_quarantined_events USING (x)',
      'SELECT events FROM broken JOIN raw_set_aside USING (x)',
    ],
    ['SELECT * FROM other', 'SELECT * FROM other'],
    ['SELECT * FROM login', 'SELECT * FROM login'],
    ['SELECT * FROM (SELECT 1) AS events', 'SELECT * FROM (SELECT 1) AS events'],
  ])('%s', (sql, expected) => {
    expect(withTableNames(sql, names)).toBe(expected);
  });

  it('stand behind the database in views, where a subquery may be called like one of them', () => {
    const sql = 'WITH fresh AS (SELECT * FROM uncompacted_events) SELECT * FROM fresh JOIN compacted_events';
    expect(withQualifiedTableNames(sql, names)).toBe(
      'WITH fresh AS (SELECT * FROM games.fresh) SELECT * FROM fresh JOIN games.stored',
    );
  });
});

describe('the view of events', () => {
  const view: Json = glueView(eventsView(), names);
  const definition = definitionOf({ ViewOriginalText: view.viewOriginalText });

  it('is one that Athena can read', () => {
    expect(view).toMatchObject({
      tableType: 'VIRTUAL_VIEW',
      viewExpandedText: '/* Presto View */',
      parameters: { presto_view: 'true' },
    });
    expect(definition).toMatchObject({ catalog: 'awsdatacatalog', schema: 'games' });
    expect(definition.originalSql).toMatch(/^WITH fresh AS/);
    expect(definition.originalSql).toContain('FROM games.stored\n');
  });
  it('has the columns of raw_events and the day, in Presto’s words', () => {
    const expected = [...rawEventColumns.map(({ name }) => name), 'event_date'];
    expect(definition.columns.map(({ name }: Json) => name)).toEqual(expected);
    expect(new Set(definition.columns.map(({ type }: Json) => type))).toEqual(
      new Set(['varchar', 'double', 'timestamp(3)']),
    );
  });
});

describe('the view of quarantined events', () => {
  it('searches the days in which an accepted copy can be', () => {
    expect(quarantinedEventsView(45).sql).toContain("date_add('day', -90, ");
    expect(quarantinedEventsView(45).sql).not.toContain('$searched');
  });
});

describe('the view of an event type', () => {
  const types = { clickhouse: '', redshift: '', flink: '' };
  const about = {
    name: 'jump',
    view: 'jump',
    description: 'Sent when a player jumps.',
    owner: 'physics',
    versions: ['1.0'],
  };
  const { sql, columns } = eventTypeView({
    ...about,
    retention: 'short',
    columns: [
      { name: 'height', property: 'height', comment: 'How high.', types: { ...types, glue: 'double' } },
      { name: 'data_platform', property: 'platform', comment: 'From what.', types: { ...types, glue: 'string' } },
      { name: "it's", property: "it's", comment: 'Odd.', types: { ...types, glue: 'decimal(18,2)' } },
    ],
  });

  it('has the envelope without event_data and metadata, then its own columns, then the day', () => {
    const envelope = rawEventColumns.map(({ name }) => name).filter((name) => !/^(event_data|metadata)$/.test(name));
    expect(columns.map(({ name }) => name)).toEqual([...envelope, 'height', 'data_platform', "it's", 'event_date']);
  });
  it('reads each property by a path that holds whatever it is called', () => {
    expect(sql).toContain(`TRY_CAST(json_extract_scalar(event_data, '$.height') AS double) AS "height"`);
    expect(sql).toContain(`coalesce(json_extract_scalar(event_data, '$.platform'), `);
    expect(sql).toContain(`TRY_CAST(json_extract_scalar(event_data, '$["it''s"]') AS decimal(18,2)) AS "it's"`);
    expect(sql).toMatch(/FROM events\nWHERE event_type = 'jump'$/);
  });
});

describe('the partitions of a table', () => {
  const days = projectedDays('event_date', 31);
  it('are worked out, from before the first deployment to tomorrow', () => {
    expect(projection('s3://lake/events/', [days])).toEqual({
      'projection.enabled': 'true',
      'projection.event_date.type': 'date',
      'projection.event_date.format': 'yyyy-MM-dd',
      'projection.event_date.range': '2024-12-01,NOW+1DAYS',
      'storage.location.template': 's3://lake/events/event_date=${event_date}/',
    });
  });
  it('may be hours as well', () => {
    expect(projection('s3://lake/events/', [days, projectedHours('delivered_hour', 9)])).toMatchObject({
      'projection.delivered_hour.format': 'yyyy-MM-dd-HH',
      'projection.delivered_hour.interval': '1',
      'projection.delivered_hour.interval.unit': 'HOURS',
      'projection.delivered_hour.range': 'NOW-9DAYS,NOW+1HOURS',
      'storage.location.template': 's3://lake/events/event_date=${event_date}/delivered_hour=${delivered_hour}/',
    });
  });
  it.each([
    [7, 9],
    [30, 32],
    [365, 32],
  ])('of files that are kept for %i days begin %i days ago', (kept, days) => {
    const { parameters } = uncompactedEventsTable('s3://lake/events/accepted/', 30, kept);
    expect(parameters['projection.delivered_hour.range']).toBe(`NOW-${days}DAYS,NOW+1HOURS`);
  });
});

describe('the Glue tables', () => {
  const tables = templateTables();
  const tableOf = (name: string): Json => tables.find(({ Name }) => Name === name);
  const columns = (name: string) => tableOf(name).StorageDescriptor.Columns.map((column: Json) => column.Name);

  it.each([
    ['raw_events', ['event_date'], 's3://lake/events/accepted/'],
    ['uncompacted_events', ['event_date', 'delivered_hour'], 's3://lake/events/accepted/'],
    ['raw_quarantined_events', ['event_date'], 's3://lake/events/quarantined/'],
    ['raw_failed_events', ['failed_date'], 's3://lake/failed/'],
  ])('%s is where delivery writes', (name, keys, folder) => {
    const { PartitionKeys, StorageDescriptor, Parameters } = tableOf(name);
    expect(PartitionKeys.map((key: Json) => key.Name)).toEqual(keys);
    expect(StorageDescriptor.Location).toBe(folder);
    const template = folder + keys.map((key) => `${key}=\${${key}}/`).join('');
    expect(Parameters['storage.location.template']).toBe(template);
  });
  it('compacted_events has partitions that are entered by the compaction', () => {
    const { PartitionKeys, StorageDescriptor, Parameters } = tableOf('compacted_events');
    expect(PartitionKeys.map((key: Json) => key.Name)).toEqual(['application_id', 'event_date']);
    expect(StorageDescriptor.Location).toBe('s3://lake/compacted/');
    expect(Parameters).toEqual({ EXTERNAL: 'TRUE', classification: 'parquet' });
    expect(columns('compacted_events')).toEqual(
      columns('raw_events').filter((name: string) => name !== 'application_id'),
    );
  });
  it('raw_quarantined_events begins with the columns of raw_events', () => {
    const raw = columns('raw_events');
    expect(columns('raw_quarantined_events')).toEqual([...raw, 'reason', 'error_path', 'error_detail', 'event']);
  });
});
