import { describe, expect, it } from 'vitest';
import { apiDefinition } from '../../../infrastructure/endpoint/api-definition.ts';
import { eventTypes } from '../../../schemas/generated/event-types.ts';
import type { Json } from '../synthesized.ts';

const integrations = new Proxy<Record<string, Json>>({}, { get: () => ({ type: 'aws_proxy' }) });
const { components, paths }: Json = apiDefinition({ integrations, authorizerUri: 'arn:authorizer' });

describe('models of events in the API', () => {
  it('are there for every type, under names that API Gateway takes', () => {
    const names = Object.keys(components.schemas);
    expect(names.filter((name) => name.endsWith('EventData'))).toHaveLength(eventTypes.length);
    expect(names).toContain('GameEvent');
    expect(names.filter((name) => !/^[A-Za-z0-9]+$/.test(name))).toEqual([]);
  });

  it('judge no request: what the door refuses is said by EventBatch alone', () => {
    const batch = JSON.stringify(components.schemas.EventBatch);
    expect(JSON.stringify(paths) + batch).not.toMatch(/GameEvent|EventData/);
    expect(components.schemas.EventBatch.properties.events.items).toEqual({ type: 'object' });
  });

  it('are far below the 400 KB that a model may have', () => {
    const sizes = Object.values(components.schemas).map((schema) => JSON.stringify(schema).length);
    expect(Math.max(...sizes)).toBeLessThan(20_000);
  });
});
