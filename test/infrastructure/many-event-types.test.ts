import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseConfig } from '../../infrastructure/config/load-config.ts';
import type { EventType } from '../../schemas/generated/event-types.ts';

const { typeCount } = vi.hoisted(() => ({ typeCount: 200 }));

vi.mock('../../schemas/generated/event-types.ts', async (original) => {
  const { eventTypes } = await original<{ eventTypes: readonly EventType[] }>();
  const largest = [...eventTypes].sort((one, other) => other.columns.length - one.columns.length)[0];
  const many = Array.from({ length: typeCount }, (_, index) => {
    const name = `a_type_of_a_large_studio_${index}`;
    return { ...largest, name, view: name };
  });
  return { eventTypes: many };
});

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'many-'));
  const { pipelineApp } = await import('../../infrastructure/app.ts');
  const keys = {
    WORKLOAD_NAME: 'test-games',
    DATA_STACK: 'DATA_LAKE',
    INGEST_MODE: 'REAL_TIME_KDS',
    REAL_TIME_STORES: ['CLICKHOUSE', 'OPENSEARCH'],
    DEV_MODE: false,
    EMAIL_ADDRESS: 'games@example.com',
  };
  pipelineApp(parseConfig(JSON.stringify(keys), 'many.yaml'), { outdir: folder, validate: false }).synth();
});
afterAll(() => rmSync(folder, { recursive: true }));

describe(`the fullest mode with ${typeCount} event types`, () => {
  it('keeps every stack below 200 resources and 400 KB', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.template.json'));
    expect(files).toHaveLength(4);
    for (const name of files) {
      expect([name, statSync(join(folder, name)).size < 400_000]).toEqual([name, true]);
      const { Resources } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
      expect([name, Object.keys(Resources).length < 200]).toEqual([name, true]);
    }
  });

  it('has a view for each of them beside the code of the function that makes them', () => {
    const views = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('views.json'))
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
    expect(views).toEqual([expect.objectContaining({ length: typeCount })]);
    const [[view]] = views;
    expect(view).toMatchObject({ Name: 'a_type_of_a_large_studio_0', TableType: 'VIRTUAL_VIEW' });
  });
});
