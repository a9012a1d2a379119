import { describe, expect, it } from 'vitest';
import { columnName, columnType, engineTypes } from '../../../schemas/registry/column-type.ts';
import type { PropertySchema } from '../../../schemas/registry/event-registry.ts';

describe('the column of a property', () => {
  it.each([
    ['level_id', 'level_id'],
    ['levelId', 'levelid'],
    ['platform', 'data_platform'],
    ['Platform', 'data_platform'],
    ['event_date', 'data_event_date'],
    ['sent_at', 'sent_at'],
    ['reason', 'reason'],
  ])('%s is %s', (property, column) => {
    expect(columnName(property)).toBe(column);
  });
});

describe('the type of a column', () => {
  it.each<[PropertySchema, string]>([
    [{ type: 'string' }, 'text'],
    [{ type: 'integer' }, 'bigint'],
    [{ type: 'number' }, 'double'],
    [{ type: 'number', decimals: 0 }, 'decimal(18,0)'],
    [{ type: 'number', decimals: 6 }, 'decimal(18,6)'],
    [{ type: 'boolean' }, 'boolean'],
    [{ type: 'object' }, 'text'],
    [{ type: 'array', items: { type: 'integer' } }, 'text'],
    [{ type: ['integer', 'string'] }, 'text'],
    [{ type: ['integer', 'number'] }, 'text'],
    [{ type: ['integer', 'null'] }, 'bigint'],
    [{ type: ['null', 'string'] }, 'text'],
  ])('of %j is %s', (property, type) => {
    expect(columnType(property)).toBe(type);
  });

  it.each([
    ['text', 'string', 'Nullable(String)', 'VARCHAR(65535)', 'STRING'],
    ['bigint', 'bigint', 'Nullable(Int64)', 'BIGINT', 'BIGINT'],
    ['double', 'double', 'Nullable(Float64)', 'DOUBLE PRECISION', 'DOUBLE'],
    ['boolean', 'boolean', 'Nullable(Bool)', 'BOOLEAN', 'BOOLEAN'],
    ['decimal(18,4)', 'decimal(18,4)', 'Nullable(Decimal(18, 4))', 'DECIMAL(18, 4)', 'DECIMAL(18, 4)'],
  ] as const)('%s has a name in every engine', (type, glue, clickhouse, redshift, flink) => {
    expect(engineTypes(type)).toEqual({ glue, clickhouse, redshift, flink });
  });
});
