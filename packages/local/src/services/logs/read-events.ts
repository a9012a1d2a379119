import { compileFilter } from './filter-pattern.ts';
import { type LogEvent, readBackward, readForward } from './log-events.ts';
import { fail, type LogsInput, optionalNumber, optionalText } from './logs-input.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html */
const maxEvents = 10_000;
/** One FilterLogEvents call looks through so many windows of 1 MiB, then answers with a token. */
const maxWindows = 10;

/** GetLogEvents: tokens are a direction and a place in the file, in bytes. */
export async function getEvents(file: string, input: LogsInput) {
  const limit = limitOf(input);
  const [, direction, at] = /^([fb])\/(\d+)$/.exec(optionalText(input, 'nextToken') ?? '') ?? [];
  const forward = direction === undefined ? input.startFromHead === true : direction === 'f';
  const position = at === undefined ? undefined : Number(at);
  const read = forward ? await readForward(file, position ?? 0) : await readBackward(file, position);
  const page = forward ? read.slice(0, limit) : read.slice(-limit);
  return {
    events: page.filter(withinTimes(input)).map(outputEvent),
    nextForwardToken: `f/${page.at(-1)?.end ?? position ?? 0}`,
    nextBackwardToken: `b/${page[0]?.offset ?? position ?? 0}`,
  };
}

interface Stream {
  readonly name: string;
  readonly file: string;
}

/** FilterLogEvents: stream after stream; a token is the stream's number and a place in its file. */
export async function filterEvents(all: readonly Stream[], input: LogsInput) {
  const matches = compileFilter(optionalText(input, 'filterPattern') ?? '');
  const prefix = optionalText(input, 'logStreamNamePrefix') ?? '';
  const only: unknown = input.logStreamNames;
  const streams = all.filter(({ name }) => name.startsWith(prefix) && (!Array.isArray(only) || only.includes(name)));
  const limit = limitOf(input);
  const fits = withinTimes(input);
  const events: (ReturnType<typeof outputEvent> & { logStreamName: string; eventId: string })[] = [];
  let [index = 0, offset = 0] = (optionalText(input, 'nextToken') ?? '0:0').split(':').map(Number);
  for (let windows = 0; windows < maxWindows && events.length < limit; windows++) {
    const stream = streams[index];
    if (!stream) break;
    const read = await readForward(stream.file, offset);
    if (read.length === 0) {
      index++;
      offset = 0;
      continue;
    }
    for (const event of read) {
      if (events.length >= limit) break;
      offset = event.end;
      if (!fits(event) || !matches(event.message)) continue;
      const eventId = `${index}${String(event.offset).padStart(20, '0')}`;
      events.push({ ...outputEvent(event), logStreamName: stream.name, eventId });
    }
  }
  events.sort((a, b) => a.timestamp - b.timestamp);
  return { events, searchedLogStreams: [], nextToken: index < streams.length ? `${index}:${offset}` : undefined };
}

function withinTimes(input: LogsInput): (event: LogEvent) => boolean {
  const start = optionalNumber(input, 'startTime') ?? 0;
  const end = optionalNumber(input, 'endTime') ?? Number.POSITIVE_INFINITY;
  return ({ timestamp }) => timestamp >= start && timestamp < end;
}

function outputEvent({ timestamp, message }: LogEvent) {
  return { timestamp, message, ingestionTime: timestamp };
}

function limitOf(input: LogsInput): number {
  const limit = optionalNumber(input, 'limit') ?? maxEvents;
  return limit >= 1 && limit <= maxEvents ? limit : fail(`limit must be from 1 to ${maxEvents}`);
}
