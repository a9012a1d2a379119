import { expect, test } from 'vitest';
import { runMappedFunction } from '../../../testing/mapped-function.ts';

/** Complains as often as it is told what about. */
const code = `
exports.handler = async ({ complaint }) => {
  if (complaint) console.log(JSON.stringify({ level: 'error', message: complaint }));
};`;

test('what a function complains about when it is called is in the status of its mapping, until a call ends without', async () => {
  const { engines, registry } = await runMappedFunction(code);
  const call = (event: object) =>
    registry.call('lambda', 'Invoke', { FunctionName: 'load', Payload: JSON.stringify(event) }, engines.iam.admin);
  const complaint = () => engines.lambda.mappings.status().eventSourceMappings[0]?.complaint;
  await call({});
  expect(complaint()).toBeUndefined();
  for (const message of ['wrong password', 'no answer']) {
    await call({ complaint: message });
    await expect.poll(complaint).toBe(message);
  }
  await call({});
  expect(complaint()).toBeUndefined();
});
