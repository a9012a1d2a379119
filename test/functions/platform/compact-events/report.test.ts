import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../../../functions/platform/compact-events/environment.ts';
import { noFacts } from '../../../../functions/platform/compact-events/partition.ts';
import { metricLines, resultOf } from '../../../../functions/platform/compact-events/report.ts';

const rewritten = (applicationId: string, eventDate: string, delivered: number, rows: number, before = noFacts) => ({
  ...{ applicationId, eventDate, before },
  after: { ...noFacts, rows, bytes: 100, deliveredRows: { older: delivered } },
});

describe('the result of a run', () => {
  const compaction = {
    rewritten: [
      rewritten('one', '2026-11-20', 12, 10),
      rewritten('one', '2026-11-21', 15, 10, { ...noFacts, rows: 8, deliveredRows: { older: 12 } }),
      rewritten('two', '2026-11-21', 5, 5),
    ],
    finished: true,
  };
  const result = resultOf(compaction, 1.5);

  it('counts the duplicates that are new', () => {
    expect(result).toEqual({
      ...{ partitions: 3, rows: 25, duplicates: 3, bytes: 300, seconds: 1.5, finished: true },
      duplicated: [
        { applicationId: 'one', eventDate: '2026-11-20', duplicates: 2 },
        { applicationId: 'one', eventDate: '2026-11-21', duplicates: 1 },
      ],
    });
  });

  it('is a metric of the function, and duplicates are one of each application', () => {
    const lines = metricLines(result, 1000, 'compact').map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      {
        _aws: { Timestamp: 1000, CloudWatchMetrics: [{ Namespace: 'GameAnalytics', Dimensions: [['Function']] }] },
        ...{ Function: 'compact', CompactedPartitions: 3, CompactedRows: 25, Duplicates: 3, CompactionsDone: 1 },
      },
      {
        _aws: { CloudWatchMetrics: [{ Dimensions: [['ApplicationId']], Metrics: [{ Name: 'Duplicates' }] }] },
        ...{ ApplicationId: 'one', Duplicates: 3, days: { '2026-11-20': 2, '2026-11-21': 1 } },
      },
    ]);
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      for (const { Metrics } of line._aws.CloudWatchMetrics) {
        for (const { Name } of Metrics) expect(line[Name]).toEqual(expect.any(Number));
      }
    }
  });

  it('is no compaction done when there is more to do', () => {
    const [line = ''] = metricLines({ ...result, finished: false }, 1000, 'compact');
    expect(JSON.parse(line).CompactionsDone).toBe(0);
  });
});

describe('the environment', () => {
  const environment = {
    ...{ BUCKET: 'b', EVENTS_DATABASE: 'd', COMPACTED_EVENTS_TABLE: 'c', UNCOMPACTED_EVENTS_TABLE: 'u' },
    ...{ DELIVERED_PREFIX: 'e/', COMPACTED_PREFIX: 'c/', WORKGROUP: 'w', COMPACTION_TABLE: 't' },
    ...{ MAX_EVENT_AGE_DAYS: '30', RAW_RETENTION_DAYS: '7' },
  };

  it('is read', () => {
    expect(readEnvironment(environment)).toMatchObject({ maxEventAgeDays: 30, rawRetentionDays: 7, memoryTable: 't' });
  });

  it.each([
    [{ BUCKET: '' }, 'BUCKET is missing'],
    [{ COMPACTED_PREFIX: 'compacted' }, 'COMPACTED_PREFIX must end with a slash, not compacted'],
    [{ RAW_RETENTION_DAYS: 'long' }, 'RAW_RETENTION_DAYS must be a whole number of days, not long'],
  ])('%j is refused', (changes, words) => {
    expect(() => readEnvironment({ ...environment, ...changes })).toThrow(words);
  });
});
