import { randomUUID } from 'node:crypto';
import { queryAthena } from '../athena-query.ts';
import type { Connection } from '../connection.ts';
import type { Application } from '../find-application.ts';
import { EventTimes } from '../send/event-times.ts';
import type { InputEvent } from '../send/post-events.ts';
import { sendEvents } from '../send/send-events.ts';
import { SentIds } from '../send/sent-ids.ts';
import { waitUntilQueryable } from '../send/wait-until-queryable.ts';

/** What a smoke test found. It throws at the first step that fails. */
export interface SmokeResult {
  readonly applicationId: string;
  readonly sent: number;
  readonly queried: number;
  /** From the first event's being sent to its being queried. */
  readonly seconds: number;
}

export interface SmokeOptions {
  readonly onStep: (step: string) => void;
}

const eventCount = 10;

/**
 * Takes the way of every event through a pipeline: creates an application and a key, sends events, waits until they can
 * be queried, and deletes the application, whatever happened.
 */
export async function smoke(connection: Connection, { onStep }: SmokeOptions): Promise<SmokeResult> {
  onStep('creating an application and a key');
  const name = `smoke test ${new Date().toISOString()}`;
  const { ApplicationId: applicationId } = (await connection.admin('POST', '/applications', {
    Name: name,
  })) as Application;
  const path = `/applications/${encodeURIComponent(applicationId)}`;
  try {
    const { ApiKeyValue: key } = (await connection.admin('POST', `${path}/authorizations`, { Name: name })) as {
      ApiKeyValue: string;
    };
    return await sendAndQuery(connection, { applicationId, key, onStep });
  } finally {
    onStep('deleting the application');
    await connection.admin('DELETE', path);
  }
}

interface Sender extends SmokeOptions {
  readonly applicationId: string;
  readonly key: string;
}

async function sendAndQuery(connection: Connection, { applicationId, key, onStep }: Sender): Promise<SmokeResult> {
  const start = Date.now();
  const times = new EventTimes();
  const ids = new SentIds(times);
  const events = Array.from({ length: eventCount }, (_, index) => ({
    text: JSON.stringify(smokeEvent(index, start)),
    position: index + 1,
  }));
  for (const event of events) ids.add(event);
  onStep(`sending ${eventCount} events`);
  const { sent, accepted, serverTime } = await sendEvents(
    { api: connection.api, applicationId, key },
    asInput(events),
    times,
    { batch: eventCount, concurrency: 1, onProgress: () => undefined, onRefused: (_, reason) => onStep(reason) },
  );
  if (accepted < eventCount) throw new Error(`only ${accepted} of ${eventCount} events were accepted`);
  onStep('waiting until they can be queried: a deployment delivers every few minutes');
  const { quarantined } = await waitUntilQueryable(connection, {
    applicationId,
    keys: ids.keys,
    since: Math.min(serverTime, start),
    ...ids.days(),
    onProgress: (found) => onStep(`${found} of ${eventCount} can be queried`),
  });
  const [reason] = Object.keys(quarantined);
  if (reason !== undefined)
    throw new Error(`events are quarantined (${reason}): gap query --metric quarantined_by_reason`);
  const day = ids.days().firstDay;
  const queried = await countEvents(connection, applicationId, day);
  if (queried !== eventCount) throw new Error(`events has ${queried} rows of the application, not ${eventCount}`);
  return { applicationId, sent, queried, seconds: Math.round((Date.now() - start) / 1000) };
}

/** Through the view that analysts query: it reads what is delivered and what is compacted. */
async function countEvents(connection: Connection, applicationId: string, day: string): Promise<number> {
  const { EventsView } = connection.outputs;
  const sql = `SELECT count(*) AS n FROM ${EventsView} WHERE event_date >= '${day}' AND application_id = '${applicationId}'`;
  const { rows } = await queryAthena(connection, sql);
  return Number(rows[0]?.[0] ?? 0);
}

function smokeEvent(index: number, now: number): object {
  return {
    event_id: randomUUID(),
    event_type: 'login',
    event_name: 'login',
    event_timestamp: Math.floor(now / 1000),
    player_id: `smoke-test-${index}`,
    event_data: { platform: 'smoke-test' },
  };
}

async function* asInput(events: readonly InputEvent[]): AsyncIterable<InputEvent> {
  yield* events;
}
