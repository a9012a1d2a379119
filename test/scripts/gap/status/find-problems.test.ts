import { expect, it } from 'vitest';
import { findProblems, type Observed } from '../../../../scripts/gap/status/find-problems.ts';

const stream = { name: 'events', bufferedRecords: 7, deliveredRecords: 90, failedRecords: 3 };
const mapping = { functionName: 'load', streamArn: 'arn:aws:kinesis:r:1:stream/s', lastProcessingResult: 'OK' };
const flink = { application: 'metrics', status: 'RUNNING', caughtUp: true };
const healthy: Observed = {
  streams: [{ name: 'clicks' }],
  deliveryStreams: [stream],
  eventSourceMappings: [mapping],
  applications: [flink],
  silentStores: {},
  setAside: 0,
};

it.each<[string, Partial<Observed>]>([
  ['records that wait for their delivery, and events that nobody can read', {}],
  [
    'a loader that has read nothing',
    { eventSourceMappings: [{ ...mapping, lastProcessingResult: 'No records processed' }] },
  ],
  ['a job that catches up', { applications: [{ ...flink, caughtUp: false }] }],
  ['a job that starts', { applications: [{ application: 'metrics', status: 'STARTING' }] }],
])('needs nobody for %s', (_, change) => {
  expect(findProblems({ ...healthy, ...change })).toEqual([]);
});

it.each<[string, Partial<Observed>, string]>([
  [
    'a delivery that is held up',
    { deliveryStreams: [{ ...stream, lastError: 'denied' }] },
    'events: delivery fails: denied',
  ],
  [
    'a stream on a full disk',
    { streams: [{ name: 'clicks', refuses: 'the disk is almost full' }] },
    'clicks: takes no records: the disk is almost full',
  ],
  [
    'a delivery stream on a full disk',
    { deliveryStreams: [{ ...stream, refuses: 'the disk is almost full' }] },
    'events: takes no records: the disk is almost full',
  ],
  [
    'a loader whose store is down',
    { eventSourceMappings: [{ ...mapping, complaint: 'ClickHouse does not answer' }] },
    'load: waits: ClickHouse does not answer',
  ],
  [
    'a loader that fails',
    { eventSourceMappings: [{ ...mapping, lastProcessingResult: 'PROBLEM: no permission' }] },
    'load: no permission',
  ],
  ['a job that is begun again', { applications: [{ ...flink, reason: 'no stream' }] }, 'metrics: RUNNING: no stream'],
  ['a job that was stopped', { applications: [{ application: 'metrics', status: 'READY' }] }, 'metrics: READY'],
  ['a store', { silentStores: { clickhouse: '127.0.0.1:1' } }, 'clickhouse: does not answer at 127.0.0.1:1'],
  ['what is set aside', { setAside: 1 }, 'loaders: one batch set aside: gap replay --from loader'],
])('names %s', (_, change, expected) => {
  const problems = findProblems({ ...healthy, ...change });
  expect(problems.map(({ part, problem }) => `${part}: ${problem}`)).toEqual([expected]);
});
