import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '../../../infrastructure/config/load-config.ts';
import type { Connection } from '../connection.ts';
import type { Application } from '../find-application.ts';
import { listAll } from '../list-all.ts';
import { printable } from '../printable.ts';
import { stopOnSignal } from '../replay/stop-on-signal.ts';
import type { Terminal } from '../terminal.ts';
import { LakeFeed } from './lake-feed.ts';
import { StreamFeed } from './stream-feed.ts';
import { CopyFinder, type EventFeed, type Outcome, type TailedEvent } from './tailed-event.ts';

export interface TailRequest {
  readonly applicationId: string | undefined;
  readonly outcome: Outcome | undefined;
  /** Ends after so many events; undefined: at Ctrl-C. */
  readonly limit: number | undefined;
  /** Milliseconds since the epoch; undefined: now. */
  readonly since: number | undefined;
  /** Config file whose rules judge the records of a stream. */
  readonly config: string;
}

/** Prints events as they come in, until Ctrl-C or `limit`. */
export async function tailEvents(connection: Connection, terminal: Terminal, request: TailRequest): Promise<void> {
  const feed = await openFeed(connection, request);
  const copies = new CopyFinder();
  const stop = stopOnSignal(() => {});
  let left = request.limit ?? Number.POSITIVE_INFINITY;
  terminal.note('waiting for events; Ctrl-C ends it');
  try {
    for (;;) {
      for (const event of (await feed.next()).map((one) => copies.judge(one))) {
        if (!isAsked(event, request)) continue;
        terminal.print(terminal.json ? JSON.stringify(asJson(event)) : inWords(event));
        left -= 1;
        if (left <= 0) return;
      }
      if (!stop.signal.aborted) await sleep(feed.pauseMilliseconds, undefined, { signal: stop.signal }).catch(() => {});
      if (stop.signal.aborted) return;
    }
  } finally {
    stop.release();
    feed.close();
  }
}

async function openFeed(connection: Connection, { config, since }: TailRequest): Promise<EventFeed> {
  const { StreamName } = connection.outputs;
  if (StreamName === undefined) return new LakeFeed(connection, since);
  const { MAX_EVENT_AGE_DAYS, UNKNOWN_EVENT_TYPES } = loadConfig(config);
  const isRegistered = registeredApplications(connection);
  const rules = { maxEventAgeDays: MAX_EVENT_AGE_DAYS, unknownEventTypes: UNKNOWN_EVENT_TYPES, isRegistered };
  return StreamFeed.open(connection, StreamName, rules, since);
}

/** A list is asked for again when an unknown application sends, but not for each of its events. */
const refreshMilliseconds = 5000;

function registeredApplications(connection: Connection): (id: string) => Promise<boolean> {
  let known: Promise<ReadonlySet<string>> | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  const read = async () => {
    const all = await listAll<Application>(connection, '/applications', 'Applications');
    return new Set(all.map(({ ApplicationId }) => ApplicationId));
  };
  return async (id) => {
    if ((await known)?.has(id)) return true;
    if (performance.now() - readAt > refreshMilliseconds) {
      readAt = performance.now();
      known = read();
    }
    return (await known)?.has(id) ?? false;
  };
}

function isAsked({ applicationId, outcome }: TailedEvent, request: TailRequest): boolean {
  if (request.applicationId !== undefined && request.applicationId !== applicationId) return false;
  return request.outcome === undefined || request.outcome === outcome;
}

function asJson(event: TailedEvent) {
  return {
    received_at: new Date(event.receivedAt).toISOString(),
    application_id: event.applicationId,
    event_type: event.eventType,
    event_id: event.eventId,
    outcome: event.outcome,
    reason: event.reason,
    ...(event.errorPath !== '' && { error_path: event.errorPath }),
    ...(event.errorDetail !== '' && { error_detail: event.errorDetail }),
  };
}

function inWords(event: TailedEvent): string {
  const { receivedAt, applicationId, eventType, eventId, outcome, reason, errorPath, errorDetail } = event;
  const verdict = outcome === 'accepted' || outcome === 'duplicate' ? outcome : `${outcome} ${reason}`;
  const where = [errorPath, errorDetail].filter((word) => word !== '').join(' ');
  const words = [applicationId.slice(0, 8), eventType, eventId, verdict, where].map(printable);
  return `${new Date(receivedAt).toISOString().slice(11, 23)}  ${words.filter((word) => word !== '').join('  ')}`;
}
