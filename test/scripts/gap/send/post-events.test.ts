import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Destination, type InputEvent, postEvents } from '../../../../scripts/gap/send/post-events.ts';

interface Answer {
  status: number;
  body: unknown;
}

/** An API that answers what `answer` makes of the ids of each request. */
async function apiThat(answer: (ids: string[], request: number) => Answer) {
  const requests: string[][] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { events } = JSON.parse(Buffer.concat(chunks).toString()) as { events: { event_id: string }[] };
    const ids = events.map((event) => event.event_id);
    requests.push(ids);
    const { status, body } = answer(ids, requests.length);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  onTestFinished(close);
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}/live`;
  return { requests, close, destination: { api, applicationId: 'app', key: 'key' } };
}

const events = (...ids: string[]): InputEvent[] =>
  ids.map((event_id, index) => ({ text: JSON.stringify({ event_id }), position: index + 1 }));
const each = (ids: string[], failing: string[] = []): Answer => ({
  status: 200,
  body: {
    Events: ids.map((id) => (failing.includes(id) ? { Result: 'Error', ErrorCode: 'Throttled' } : { Result: 'Ok' })),
  },
});

describe('posting events', () => {
  test('sends only those again that failed', async () => {
    const { requests, destination } = await apiThat((ids, request) => each(ids, request === 1 ? ['b'] : []));
    expect(await postEvents(destination, events('a', 'b', 'c'))).toMatchObject({ accepted: 3, refused: [] });
    expect(requests).toEqual([['a', 'b', 'c'], ['b']]);
  });

  test.each([429, 500, 503])('sends a request again that met %s', async (status) => {
    const { requests, destination } = await apiThat((ids, request) =>
      request === 1 ? { status, body: {} } : each(ids),
    );
    expect(await postEvents(destination, events('a'))).toMatchObject({ accepted: 1 });
    expect(requests).toHaveLength(2);
  });

  test('finds the one event that the API objects to, and the others get through', async () => {
    const { destination } = await apiThat((ids) =>
      ids.includes('bad') ? { status: 400, body: { error: 'BadRequest', error_detail: 'event_id' } } : each(ids),
    );
    const { accepted, refused } = await postEvents(destination, events('a', 'b', 'bad', 'c', 'd'));
    expect(accepted).toBe(4);
    expect(refused).toEqual([{ event: { text: '{"event_id":"bad"}', position: 3 }, reason: 'BadRequest: event_id' }]);
  });

  test('does not take an answer for good that leaves events out', async () => {
    const { requests, destination } = await apiThat((ids, request) => each(request === 1 ? ids.slice(1) : ids));
    expect(await postEvents(destination, events('a', 'b'))).toMatchObject({ accepted: 2, refused: [] });
    expect(requests).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  test('goes on where the pipeline came back under another address', async () => {
    const before = await apiThat((ids) => each(ids));
    const after = await apiThat((ids) => each(ids));
    const destination: Destination = { ...before.destination, locate: async () => after.destination.api };
    await postEvents(destination, events('a'));
    before.close();
    expect(await postEvents(destination, events('b'))).toMatchObject({ accepted: 1, refused: [] });
    expect(after.requests).toEqual([['b']]);
  });

  test('gives up after some seconds where nothing answers', { timeout: 15_000 }, async () => {
    const { destination, close } = await apiThat((ids) => each(ids));
    close();
    await expect(postEvents(destination, events('a'))).rejects.toThrow(`${destination.api} is not reachable`);
  });

  test.each([401, 403])('a key that meets %s ends it with the API’s words', async (status) => {
    const { destination } = await apiThat(() => ({
      status,
      body: { error: 'Forbidden', error_detail: 'no such key' },
    }));
    await expect(postEvents(destination, events('a'))).rejects.toThrow('Forbidden: no such key');
  });
});
