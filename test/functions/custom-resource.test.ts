import type { CloudFormationCustomResourceEvent, CloudFormationCustomResourceResponse } from 'aws-lambda';
import { beforeEach, expect, test, vi } from 'vitest';
import {
  type CustomResourceRequest,
  type CustomResourceResult,
  customResource,
} from '../../functions/custom-resource.ts';

const logged: string[] = [];
beforeEach(() => {
  logged.length = 0;
  vi.spyOn(console, 'error').mockImplementation((line) => logged.push(line));
});

interface Properties {
  Size: string;
}

const stated = {
  ServiceToken: 'arn:aws:lambda:us-east-1:000000000000:function:provider',
  ResponseURL: 'https://answers.example/one?signature=two',
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'Thing',
  ResourceType: 'Custom::Thing',
};
const properties = { ServiceToken: stated.ServiceToken, Size: '1' };
const create: CloudFormationCustomResourceEvent<Properties> = {
  ...stated,
  RequestType: 'Create',
  ResourceProperties: properties,
};
const update: CloudFormationCustomResourceEvent<Properties> = {
  ...stated,
  RequestType: 'Update',
  PhysicalResourceId: 'made',
  ResourceProperties: { ...properties, Size: '2' },
  OldResourceProperties: { Size: '1' },
};
const deleting = (PhysicalResourceId: string): CloudFormationCustomResourceEvent<Properties> => ({
  ...stated,
  RequestType: 'Delete',
  PhysicalResourceId,
  ResourceProperties: properties,
});

/** Answers to the event; the first `refusals` puts fail. */
async function answerOf(
  event: CloudFormationCustomResourceEvent<Properties>,
  handle: (request: CustomResourceRequest<Properties>) => Promise<CustomResourceResult>,
  { remainingMilliseconds = 60_000, refusals = 0 } = {},
): Promise<CloudFormationCustomResourceResponse> {
  let left = refusals;
  const answers: CloudFormationCustomResourceResponse[] = [];
  const handler = customResource(handle, async (url, body) => {
    expect(url).toBe(stated.ResponseURL);
    if (left-- > 0) throw new Error('socket hang up');
    answers.push(JSON.parse(body));
  });
  await handler(event, { getRemainingTimeInMillis: () => remainingMilliseconds });
  expect(answers).toHaveLength(1);
  expect(answers[0]).toMatchObject({ StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Thing' });
  return answers[0] ?? expect.unreachable();
}

const failing = (message: string) => () => Promise.reject(new Error(message));

test('the handle gets the request, and what it answers goes to the answer address', async () => {
  const made = await answerOf(create, async ({ RequestType, ResourceProperties, PhysicalResourceId }) => ({
    physicalResourceId: 'made',
    data: { Saw: `${RequestType} ${ResourceProperties.Size} ${PhysicalResourceId}` },
  }));
  expect(made).toMatchObject({
    Status: 'SUCCESS',
    PhysicalResourceId: 'made',
    Data: { Saw: 'Create 1 undefined' },
  });
  const updated = await answerOf(update, async ({ ResourceProperties, OldResourceProperties, PhysicalResourceId }) => ({
    physicalResourceId: PhysicalResourceId ?? '',
    data: { Saw: `${OldResourceProperties?.Size} to ${ResourceProperties.Size}` },
  }));
  expect(updated).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'made', Data: { Saw: '1 to 2' } });
});

test('an update that fails keeps its id: another one would have the resource deleted', async () => {
  const answer = await answerOf(update, failing('no room'));
  expect(answer).toMatchObject({ Status: 'FAILED', Reason: 'no room', PhysicalResourceId: 'made' });
});

test('the delete that follows a failed create does nothing', async () => {
  const failed = await answerOf(create, failing('no room'));
  expect(failed).toMatchObject({ Status: 'FAILED', Reason: 'no room' });
  const removed = await answerOf(deleting(failed.PhysicalResourceId), failing('deleted what was never made'));
  expect(removed).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: failed.PhysicalResourceId });
  expect(await answerOf(deleting('made'), failing('still in use'))).toMatchObject({ Reason: 'still in use' });
});

test.each([
  ['connect to https://admin:hunter2@store:8443/ failed', 'connect to https://…@store:8443/ failed'],
  ['refused: password=hunter2 is wrong', 'refused: password=… is wrong'],
  ['got {"password": "hunter 2", "username":"a"}', 'got {"password": …, "username":"a"}'],
  ['first line\n    at stack (file.ts:1:1)', 'first line'],
  ['x'.repeat(9000), 'x'.repeat(500)],
])('the reason tells what went wrong and no more: %.40s', async (message, reason) => {
  expect(await answerOf(create, failing(message))).toMatchObject({ Status: 'FAILED', Reason: reason });
  expect(logged.join()).not.toContain('hunter');
});

test('a handle that is still busy shortly before the function ends is answered for', async () => {
  const answer = await answerOf(create, () => new Promise(() => {}), { remainingMilliseconds: 5010 });
  expect(answer).toMatchObject({ Status: 'FAILED', Reason: 'not done after 0 seconds' });
});

test('an answer larger than CloudFormation takes is a failure', async () => {
  const answer = await answerOf(create, async () => ({ physicalResourceId: 'made', data: { Text: 'x'.repeat(4096) } }));
  expect(answer.Status).toBe('FAILED');
  expect(answer.Reason).toMatch(/^the answer has \d+ bytes, more than 4096$/);
});

test('an answer that does not get through is put again', async () => {
  const made = await answerOf(create, async () => ({ physicalResourceId: 'made' }), { refusals: 2 });
  expect(made.Status).toBe('SUCCESS');
});
