import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Connection } from '../connection.ts';
import { printable } from '../printable.ts';
import { stopOnSignal } from '../replay/stop-on-signal.ts';
import type { Terminal } from '../terminal.ts';
import { type LogLine, NewLines } from './new-lines.ts';

export interface LogRequest {
  /** Part of a log group's name; undefined: all. */
  readonly name: string | undefined;
  /** Name of a deployed stack; the groups of a local run are all its own. */
  readonly stack: string | undefined;
  readonly follow: boolean;
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly filter: string | undefined;
}

const pauseMilliseconds = { local: 500, cloud: 3000 };

/** Prints the lines of the matching log groups in the order of their times, and with `follow` those that come. */
export async function showLogs(connection: Connection, terminal: Terminal, request: LogRequest): Promise<void> {
  const client = new CloudWatchLogsClient(connection.clientSettings);
  const groups = await findGroups(client, request);
  const lines = new NewLines(request.since);
  const stop = stopOnSignal(() => {});
  try {
    for (;;) {
      for (const group of groups)
        for await (const line of readLines(client, group, lines.since, request)) lines.add(line);
      for (const line of lines.take()) terminal.print(terminal.json ? JSON.stringify(line) : inWords(line));
      if (!request.follow || stop.signal.aborted) return;
      const pause = connection.local ? pauseMilliseconds.local : pauseMilliseconds.cloud;
      await sleep(pause, undefined, { signal: stop.signal }).catch(() => {});
      if (stop.signal.aborted) return;
    }
  } finally {
    stop.release();
    client.destroy();
  }
}

/** Throws, naming the groups that there are, when none matches. */
async function findGroups(client: CloudWatchLogsClient, { name, stack }: LogRequest): Promise<readonly string[]> {
  const all: string[] = [];
  const pages = paginateDescribeLogGroups({ client }, stack === undefined ? {} : { logGroupNamePattern: stack });
  for await (const { logGroups = [] } of pages) all.push(...logGroups.map(({ logGroupName = '' }) => logGroupName));
  if (name === undefined) return all;
  const found = all.filter((group) => plain(group).includes(plain(name)));
  if (found.length > 0) return found;
  throw new Error(`no log group has ${name} in its name; there are: ${all.join(', ') || 'none'}`);
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

async function* readLines(
  client: CloudWatchLogsClient,
  logGroupName: string,
  startTime: number,
  { filter }: LogRequest,
): AsyncIterable<LogLine> {
  const filterPattern = filter === undefined ? {} : { filterPattern: filter };
  for await (const { events = [] } of paginateFilterLogEvents(
    { client },
    { logGroupName, startTime, ...filterPattern },
  ))
    for (const { eventId = '', timestamp = 0, message = '' } of events)
      yield { id: eventId, group: logGroupName, timestamp, message: message.trimEnd() };
}

/** A line of its own begins with a time; the further lines of a message are indented, whatever they look like. */
function inWords({ group, timestamp, message }: LogLine): string {
  const [first = '', ...others] = message.split(/\r\n|[\r\n]/).map(printable);
  const label = printable(group.replace(/^.*\//, ''));
  return [`${new Date(timestamp).toISOString()} ${label} ${first}`, ...others.map((line) => `    ${line}`)].join('\n');
}
