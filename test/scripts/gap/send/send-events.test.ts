import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { EventTimes } from '../../../../scripts/gap/send/event-times.ts';
import type { InputEvent } from '../../../../scripts/gap/send/post-events.ts';
import { sendEvents } from '../../../../scripts/gap/send/send-events.ts';

test('a line that is no JSON text of its own is not sent, and costs the others nothing', async () => {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    bodies.push(body);
    const { events } = JSON.parse(body) as { events: unknown[] };
    response.end(JSON.stringify({ Events: events.map(() => ({ Result: 'Ok' })) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  async function* events(): AsyncIterable<InputEvent> {
    const lines = ['{"a":1}', '{"a":2},{"a":3}', 'words', '{"a":4}'];
    for (const [index, text] of lines.entries()) yield { text, position: index + 1 };
  }
  const refused: unknown[] = [];
  const destination = {
    api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    applicationId: 'app',
    key: 'key',
  };
  const result = await sendEvents(destination, events(), new EventTimes(), {
    batch: 10,
    concurrency: 1,
    onProgress: () => {},
    onRefused: ({ position }, reason) => refused.push([position, reason]),
  });
  expect(result).toMatchObject({ sent: 4, accepted: 2, failed: 2 });
  expect(refused).toEqual([
    [2, 'it is not JSON'],
    [3, 'it is not JSON'],
  ]);
  expect(bodies).toEqual(['{"events":[{"a":1},{"a":4}]}']);
});
