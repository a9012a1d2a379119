import { GetEventSourceMappingCommand, LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { expect, test, vi } from 'vitest';
import { runMappedFunction } from '../../../../testing/mapped-function.ts';

const patiently = { timeout: 30_000 };

/** The function's log has the texts of what it got; a text that is `poison` makes it throw. */
const code = `exports.handler = async (event) => {
  const texts = event.Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString());
  console.log('got ' + texts.join());
  if (texts.includes('poison')) throw new Error('poisoned');
};`;

test('a template’s mapping takes records to its function, under the function’s role', async () => {
  const { engines, clientSettings, outputs, put, log } = await runMappedFunction(code);
  await put('one', 'poison', 'two');
  await vi.waitFor(() => expect(log()).toMatch(/ got two\n/), patiently);
  await engines.lambda.mappings.flush();
  expect([...log().matchAll(/ got (.*)/g)].map(([, texts]) => texts)).toEqual([
    'one,poison,two',
    'one,poison',
    'one',
    'poison',
    'two',
  ]);
  const client = new LambdaClient(clientSettings);
  const id = outputs.Mapping;
  const { EventSourceMappings } = await client.send(new ListEventSourceMappingsCommand({ FunctionName: 'load' }));
  expect(EventSourceMappings).toMatchObject([{ UUID: id, State: 'Enabled', LastModified: expect.any(Date) }]);
  const found = await client.send(new GetEventSourceMappingCommand({ UUID: id }));
  expect(found).toMatchObject({ UUID: id, LastProcessingResult: 'OK', MaximumRetryAttempts: 0 });
});

test('a role that may not read is named in the mapping’s state', async () => {
  const { clientSettings, outputs } = await runMappedFunction(code, { actions: ['kinesis:ListShards'] });
  const client = new LambdaClient(clientSettings);
  await vi.waitFor(async () => {
    const { State, LastProcessingResult } = await client.send(
      new GetEventSourceMappingCommand({ UUID: outputs.Mapping }),
    );
    expect([State, LastProcessingResult]).toEqual([
      'Enabled',
      expect.stringMatching(/^PROBLEM: .*is not authorized to perform: kinesis:DescribeStream on resource: .*stream\//),
    ]);
  }, patiently);
});

const filters = (...patterns: readonly string[]) => ({
  FilterCriteria: { Filters: patterns.map((Pattern) => ({ Pattern })) },
});

test.each([
  ['an empty filter', filters('{}'), 'the filter pattern must be an object with members'],
  ['a filter that is not JSON', filters('{'), 'the filter pattern is not JSON'],
  ['six filters', filters(...Array(6).fill('{"data":{"a":[1]}}')), 'has more than 5 filters'],
  ['a tumbling window', { TumblingWindowInSeconds: 60 }, 'TumblingWindowInSeconds is not supported'],
  [
    'a queue as source',
    { EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:q' },
    'only streams of Kinesis and DynamoDB',
  ],
  [
    'a queue for failures',
    { DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:q' } } },
    'only a bucket can be the failure destination',
  ],
  ['a batch too large', { BatchSize: 10_001 }, 'BatchSize must be a whole number from 1 to 10000'],
  ['an age too small', { MaximumRecordAgeInSeconds: 5 }, 'MaximumRecordAgeInSeconds must be a whole number from 60'],
  ['no time for AT_TIMESTAMP', { StartingPosition: 'AT_TIMESTAMP' }, 'needs StartingPositionTimestamp'],
  ['a function that is not there', { FunctionName: 'other' }, 'Function not found'],
])('a mapping with %s stops the run', async (_, mapping, reason) => {
  await expect(runMappedFunction(code, { mapping })).rejects.toThrow(reason);
});
