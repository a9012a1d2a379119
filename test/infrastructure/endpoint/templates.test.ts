import { compileTemplate } from 'assembly-runtime/services';
import { describe, expect, it } from 'vitest';
import { readTemplate } from '../../../infrastructure/endpoint/read-template.ts';

const applicationId = '7f0b4b52-6a6c-4d53-9a04-0b9ad1f1c8a1';
const context = { requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef', requestTimeEpoch: 1769463950123 };
const eventId = '0a3c1d52-8f4e-4a4a-9b1e-6f7d1c2b3a40';

function render(name: string, body: string, values: Record<string, string> = {}) {
  const unresolved: string[] = [];
  const own: Record<string, unknown> = { ...context };
  const text = compileTemplate(readTemplate(name, values)).render({
    body,
    parameters: { path: { applicationId }, querystring: {}, header: {} },
    context: own,
    onUnresolved: (reference) => unresolved.push(reference.text),
  });
  return { answer: JSON.parse(text), unresolved, override: own.responseOverride };
}

const requests = [
  { name: 'firehose-request', stream: 'DeliveryStreamName' },
  { name: 'kinesis-request', stream: 'StreamName' },
] as const;

function records(name: string, events: string): { text: string; partitionKey: string | undefined }[] {
  const { answer, unresolved } = render(name, `{"events": [${events}]}`, { STREAM_NAME: 'a-stream' });
  expect(unresolved).toEqual([]);
  return answer.Records.map((record: { Data: string; PartitionKey?: string }) => ({
    text: Buffer.from(record.Data, 'base64').toString(),
    partitionKey: record.PartitionKey,
  }));
}

describe.each(requests)('$name', ({ name, stream }) => {
  it('names the stream', () => {
    const { answer } = render(name, '{"events": [{}]}', { STREAM_NAME: 'a-stream' });
    expect(answer[stream]).toBe('a-stream');
  });

  it('puts one document with nothing after it on the stream for each event, in the order sent', () => {
    const [first, second, ...more] = records(name, '{"event_name":"one"}, {"event_name":"two"}');
    expect(more).toEqual([]);
    expect(JSON.parse(second?.text ?? '')).toEqual({
      event: { event_name: 'two' },
      application_id: applicationId,
      aws_ga_api_validated_flag: true,
      aws_ga_api_requestId: context.requestId,
      aws_ga_api_requestTimeEpoch: context.requestTimeEpoch,
    });
    expect(first?.text).toMatch(/^\{"event": .*"one".*\}$/);
  });

  it.each([
    ['every digit of a number', '{"n":12345678901234567890,"price":1.10}'],
    ['quotes and backslashes', '{"say":"a \\"quoted\\" \\\\ word"}'],
    ['template syntax', '{"say":"$input.body #set($x = 1) ${context.requestId} ##"}'],
    ['text of any script', '{"say":"日本語 🎮 \\u0000"}'],
    ['nested values', '{"deep":{"deeper":[1,[2,{"a":null}]]}}'],
  ])('keeps %s as sent', (_, event) => {
    expect(records(name, event)[0]?.text).toContain(`{"event": ${event}, "application_id"`);
  });
});

describe('the partition key', () => {
  it.each([
    ['the player', `{"player_id":"p:1","event_id":"${eventId}"}`, 'p:1'],
    ['the event without a player', `{"event_id":"${eventId}"}`, eventId],
    ['the request without either', '{}', context.requestId],
    ['the event of a player that is null', `{"player_id":null,"event_id":"${eventId}"}`, eventId],
    ['the event of a player without a name', `{"player_id":"","event_id":"${eventId}"}`, eventId],
    ['the request of two nulls', '{"player_id":null,"event_id":null}', context.requestId],
    ['a number', '{"player_id":12345678901234567890}', '12345678901234567890'],
    ['an id of Auth0', '{"player_id":"auth0|5f7c8ec7c33c6c004bbafe82"}', 'auth0|5f7c8ec7c33c6c004bbafe82'],
    ['a name of any script', '{"player_id":"Ädam#1234 日本語 🎮"}', 'Ädam#1234 日本語 🎮'],
    ['a name with quotes', `{"player_id":"O'Neil \\"x\\" \\\\ /"}`, `O'Neil "x" \\ /`],
    ['escaped', '{"player_id":"a\\",\\"ExplicitHashKey\\":\\"0"}', 'a","ExplicitHashKey":"0'],
    ['without control characters', '{"player_id":"a\\u0000b\\nc\\u0085"}', 'a_b_c_'],
    ['without half characters', '{"player_id":"a\\ud800b 🎮"}', 'a_b 🎮'],
    ['no template', '{"player_id":"$context.stage #set($x = 1) ${input}"}', '$context.stage #set($x = 1) ${input}'],
    ['of 256 characters', `{"player_id":"${'🎮'.repeat(128)}"}`, '🎮'.repeat(128)],
    ['the event of a longer player', `{"player_id":"${'p'.repeat(257)}","event_id":"${eventId}"}`, eventId],
    [
      'the request of long ids',
      `{"player_id":"${'p'.repeat(1e6)}","event_id":"${'e'.repeat(257)}"}`,
      context.requestId,
    ],
  ])('is %s', (_, event, key) => {
    expect(records('kinesis-request', event)[0]?.partitionKey).toBe(key);
  });

  it.each([
    ['an object', '{"player_id":{"a\\"}":[1,"\\u0000"]}}'],
    ['a list', '{"player_id":["\\"",null]}'],
    ['true', '{"player_id":true}'],
  ])('of a player that is %s is some text of its own', (_, event) => {
    const [record, ...others] = records('kinesis-request', event);
    expect(others).toEqual([]);
    expect(record?.partitionKey).toMatch(/^.{1,256}$/);
    expect(record?.text).toContain(`{"event": ${event}, `);
  });
});

describe.each([
  { name: 'firehose-response', list: 'RequestResponses', count: 'FailedPutCount', ok: { RecordId: 'r' } },
  { name: 'kinesis-response', list: 'Records', count: 'FailedRecordCount', ok: { SequenceNumber: '1', ShardId: 's' } },
])('$name', ({ name, list, count, ok }) => {
  it('answers for each event in the order sent', () => {
    const failed = { ErrorCode: 'ServiceUnavailableException', ErrorMessage: 'slow "down"' };
    const { answer, unresolved } = render(name, JSON.stringify({ [count]: 1, [list]: [ok, failed, ok] }));
    expect(unresolved).toEqual([]);
    expect(answer).toEqual({
      Total: 3,
      FailedRecordCount: 1,
      Events: [{ Result: 'Ok' }, { Result: 'Error', ErrorCode: 'ServiceUnavailableException' }, { Result: 'Ok' }],
    });
  });
});

describe('a refusal of the stream', () => {
  const kinesisLength =
    "Value at 'records.1.member.data' failed to satisfy constraint: Member must have length less than or equal to 1048576";
  const tooMany = "Value at 'records' failed to satisfy constraint: Member must have length less than or equal to 500";
  const none =
    "Value '[]' at 'records' failed to satisfy constraint: Member must have length greater than or equal to 1";

  it.each([
    ['ProvisionedThroughputExceededException', 'Rate exceeded', 503, 'ServiceUnavailable'],
    ['LimitExceededException', 'Rate exceeded', 503, 'ServiceUnavailable'],
    ['KMSThrottlingException', 'Rate exceeded', 503, 'ServiceUnavailable'],
    ['com.amazonaws.firehose.v20150804#ServiceUnavailableException', 'Slow down.', 503, 'ServiceUnavailable'],
    ['ThrottlingException', 'Rate exceeded', 503, 'ServiceUnavailable'],
    ['ValidationException', kinesisLength, 413, 'RequestTooLarge'],
    ['InvalidArgumentException', 'Records size exceeds 4 MB limit', 413, 'RequestTooLarge'],
    [
      'InvalidArgumentException',
      'The records hold 5000000 bytes; a batch may hold 4194304 at most.',
      413,
      'RequestTooLarge',
    ],
    ['InvalidArgumentException', 'Records must hold at least one record.', 400, 'BadRequest'],
    ['ValidationException', tooMany, 400, 'BadRequest'],
    ['ValidationException', none, 400, 'BadRequest'],
    ['InvalidArgumentException', 'something else', 500, 'InternalError'],
    ['ResourceNotFoundException', 'Stream x under account 1 not found', 500, 'InternalError'],
    ['AccessDeniedException', 'User: arn:aws:sts::1:role/x is not authorized', 500, 'InternalError'],
    ['', '', 500, 'InternalError'],
  ])('%s (%s) is a %i %s', (type, message, status, error) => {
    const body = JSON.stringify({ ...(type && { __type: type }), ...(message && { message }) });
    const { answer, unresolved, override } = render('service-error', body, { LIMITS: 'at most 4 MiB' });
    expect(unresolved).toEqual([]);
    expect(answer.error).toBe(error);
    expect(override).toMatchObject({ status });
    expect(JSON.stringify(answer)).not.toContain('arn:');
  });

  it('says when to come back, and what the limit is', () => {
    const slow = render('service-error', '{"__type":"ThrottlingException"}', { LIMITS: '' });
    expect(slow.override).toMatchObject({ header: { 'Retry-After': '1' } });
    const large = render('service-error', JSON.stringify({ __type: 'ValidationException', message: kinesisLength }), {
      LIMITS: 'at most 1 MiB',
    });
    expect(large.answer.error_detail).toBe('at most 1 MiB');
  });
});

describe('reading a template', () => {
  it('leaves the comments out', () => {
    expect(readTemplate('service-error', { LIMITS: '' })).not.toContain('##');
  });
  it('stops at a name that nothing was given for', () => {
    expect(() => readTemplate('firehose-request')).toThrow('firehose-request.vtl: nothing was given for %STREAM_NAME%');
  });
  it('stops at a name that the template does not have', () => {
    expect(() => readTemplate('firehose-response', { STREAM_NAME: 'x' })).toThrow('has no %STREAM_NAME%');
  });
});
