import { randomUUID } from 'node:crypto';
import { FirehoseClient, PutRecordCommand } from '@aws-sdk/client-firehose';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import { changeTemplates } from '../support/change-templates.ts';
import { createGame, gapJson, type Pipeline, postBody, runGap, startPipeline } from '../support/pipeline.ts';

interface Statement {
  Action: string | string[];
}

/** Takes one action out of every policy of the templates. */
const without = (action: string) => (assembly: string) =>
  changeTemplates(assembly, `a policy that allows ${action}`, ({ Resources }) => {
    let found = 0;
    for (const { Properties = {} } of Object.values(Resources)) {
      const inline = (Properties.Policies ?? []) as { PolicyDocument: { Statement: Statement[] } }[];
      const documents = [
        Properties.PolicyDocument as { Statement: Statement[] } | undefined,
        ...inline.map((one) => one.PolicyDocument),
      ];
      for (const statement of documents.flatMap((document) => document?.Statement ?? [])) {
        const actions = [statement.Action].flat();
        if (!actions.includes(action)) continue;
        found += 1;
        const kept = actions.filter((one) => one !== action);
        statement.Action = kept.length > 0 ? kept : ['sts:GetCallerIdentity'];
      }
    }
    return found > 0;
  });

const event = () => ({
  event_id: randomUUID(),
  event_type: 'login',
  event_name: 'login',
  event_timestamp: Math.floor(Date.now() / 1000),
});

const postEvent = async (pipeline: Pipeline) =>
  postBody(pipeline, await createGame(pipeline), JSON.stringify({ events: [event()] }));

describe('a permission that the template forgot', () => {
  test.each([
    ['DIRECT_BATCH', 'firehose:PutRecordBatch'],
    ['REAL_TIME_KDS', 'kinesis:PutRecords'],
  ])('of the API in %s gives 500 and names role, action and resource', async (INGEST_MODE, action) => {
    const pipeline = await startPipeline({ INGEST_MODE }, { changeTemplate: without(action) });
    const response = await postEvent(pipeline);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(/role|arn:/);
    await expect
      .poll(() => pipeline.log.join('\n'))
      .toMatch(new RegExp(`assumed-role/.*${action}.* on resource: arn:aws:`));
  });

  test.each([
    ['s3:PutObject', 'arn:aws:s3:::'],
    ['glue:GetTable', 'arn:aws:glue:'],
    ['lambda:InvokeFunction', 'arn:aws:lambda:'],
  ])('of the delivery role, %s, is named, and nothing is lost once it is there', async (action, resource) => {
    const pipeline = await startPipeline({}, { changeTemplate: without(action) });
    expect((await postEvent(pipeline)).status).toBe(200);
    await expect
      .poll(() => pipeline.log.join('\n'), { timeout: 60_000 })
      .toContain(`not authorized to perform: ${action} on resource: ${resource}`);
  });
});

test('a permission that a function lacks is named on the terminal', async () => {
  const pipeline = await startPipeline({}, { changeTemplate: without('dynamodb:Scan') });
  const answer = await runGap(pipeline, 'apps', 'list');
  expect(answer).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('InternalError') });
  // What a function prints comes by another way than its answer.
  await expect
    .poll(() => pipeline.log.join('\n'))
    .toMatch(/assumed-role\/.*dynamodb:Scan on resource: arn:aws:dynamodb:/);
});

test('calls without, with wrong and with too weak credentials are refused', async () => {
  const pipeline = await startPipeline({});
  const { aws: endpoint, region, accessKeyId, outputs } = pipeline.stack.file;
  const wrong = new STSClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey: 'wrong' } });
  await expect(wrong.send(new GetCallerIdentityCommand({}))).rejects.toThrow(/signature/i);
  const unknown = new FirehoseClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'x' },
  });
  const put = new PutRecordCommand({ DeliveryStreamName: outputs.FirehoseName, Record: { Data: Buffer.from('{}') } });
  await expect(unknown.send(put)).rejects.toThrow(/token|credential|security/i);
  const unsigned = await fetch(`${pipeline.stack.file.api}/applications`);
  expect([unsigned.status, Object.keys((await unsigned.json()) as object)]).toEqual([403, ['error', 'error_detail']]);
});

test('a resource type that cannot be run stops the start by name', async () => {
  const changeTemplate = (assembly: string) =>
    changeTemplates(assembly, 'resources', ({ Resources }) =>
      Boolean(Object.assign(Resources, { Queue: { Type: 'AWS::SQS::Queue' } })),
    );
  await expect(startPipeline({}, { changeTemplate })).rejects.toThrow(/AWS::SQS::Queue \(see SUPPORT.md\)/);
});

test('events that are sent straight to the stream by a producer of ours are judged like all others', async () => {
  const pipeline = await startPipeline({});
  const { id } = await createGame(pipeline);
  const { aws: endpoint, region, accessKeyId, secretAccessKey, outputs } = pipeline.stack.file;
  const client = new FirehoseClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
  const records = [
    JSON.stringify({ event: event(), application_id: id }),
    JSON.stringify({ event: event(), application_id: randomUUID() }),
    JSON.stringify({ event: event() }),
    JSON.stringify({ application_id: id }),
    'no JSON \u0000 at all',
  ];
  for (const record of records) {
    const Record = { Data: Buffer.from(record) };
    await client.send(new PutRecordCommand({ DeliveryStreamName: outputs.FirehoseName, Record }));
  }
  await gapJson(pipeline, 'flush');
  const count = (table: string) => gapJson<{ n: number }[]>(pipeline, 'query', `SELECT count(*) AS n FROM ${table}`);
  expect(await count('events')).toEqual([{ n: 1 }]);
  expect(await gapJson(pipeline, 'query', 'SELECT reason FROM quarantined_events')).toEqual([
    { reason: 'unregistered_application' },
  ]);
  const failed = await gapJson<{ rawdata: string }[]>(pipeline, 'query', 'SELECT rawdata FROM failed_events');
  expect(failed.map(({ rawdata }) => Buffer.from(rawdata, 'base64').toString()).sort()).toEqual(
    records.slice(2).sort(),
  );
});
