import { open, stat } from 'node:fs/promises';
import type { Runtime } from '../../runtime.ts';
import { RuntimeService } from '../../runtime-service.ts';
import { type Action, type Service, ServiceError } from '../../service.ts';
import { eventText } from './log-events.ts';
import { LogFiles, reserveSpaceFor } from './log-files.ts';
import {
  fail,
  type LogsInput,
  optionalNumber,
  optionalText,
  readGroup,
  readNewEvents,
  readText,
} from './logs-input.ts';
import { filterEvents, getEvents } from './read-events.ts';

/** CloudWatch Logs over plain files, for people with an editor and for `aws logs tail`. Nothing expires. */
export class Logs extends RuntimeService {
  readonly service: Service;
  readonly #runtime: Runtime;
  readonly #files: LogFiles;

  constructor(runtime: Runtime) {
    super();
    this.#runtime = runtime;
    this.#files = new LogFiles(runtime.stateDirectory);
    this.service = {
      name: 'logs',
      targetPrefix: 'Logs_20140328',
      actions: {
        CreateLogGroup: this.#action('CreateLogGroup', '', (input) => this.#createGroup(readGroup(input))),
        CreateLogStream: this.#action('CreateLogStream', ':log-stream:*', (input) => this.#createStream(input)),
        PutLogEvents: this.#action('PutLogEvents', ':log-stream:*', (input) => this.#putEvents(input)),
        DescribeLogGroups: {
          permissions: () => [{ action: 'logs:DescribeLogGroups', resource: this.#arn('*') }],
          run: (input: LogsInput) => this.#describeGroups(input),
        },
        DescribeLogStreams: this.#action('DescribeLogStreams', ':*', (input) => this.#describeStreams(input)),
        GetLogEvents: this.#action('GetLogEvents', ':log-stream:*', (input) => this.#getEvents(input)),
        FilterLogEvents: this.#action('FilterLogEvents', ':*', (input) => this.#filterEvents(input)),
      },
    };
  }

  /** `suffix` is what follows the group in the resource; `*` in it stands for the stream. */
  #action(name: string, suffix: string, run: (input: LogsInput) => unknown): Action<LogsInput> {
    return {
      permissions: (input) => {
        const stream = suffix.includes('log-stream') ? readText(input, 'logStreamName') : '*';
        const resource = `${this.#arn(readGroup(input))}${suffix.replace('*', () => stream)}`;
        return [{ action: `logs:${name}`, resource }];
      },
      run,
    };
  }

  async #createGroup(name: string): Promise<void> {
    await create(this.#files.group(name), 'ax').catch(asExisting('log group'));
  }

  async #createStream(input: LogsInput): Promise<void> {
    const group = await this.#existing(readGroup(input));
    await create(this.#files.stream(group, readText(input, 'logStreamName')), 'ax').catch(asExisting('log stream'));
  }

  async #putEvents(input: LogsInput) {
    const file = await this.#existingStream(input);
    const lines = readNewEvents(input).map(({ timestamp, message }) => eventText(timestamp, message));
    const handle = await open(file, 'a');
    try {
      await handle.appendFile(lines.join(''));
      await handle.datasync();
    } finally {
      await handle.close();
    }
    return { nextSequenceToken: '0' };
  }

  async #describeGroups(input: LogsInput) {
    const prefix = optionalText(input, 'logGroupNamePrefix') ?? '';
    const part = optionalText(input, 'logGroupNamePattern') ?? '';
    const names = (await this.#files.groups()).filter((name) => name.startsWith(prefix) && name.includes(part));
    const { page, nextToken } = paged(names, input);
    const logGroups = page.map(async (logGroupName) => {
      const { birthtimeMs, size } = await stat(this.#files.group(logGroupName));
      return {
        logGroupName,
        creationTime: Math.floor(birthtimeMs),
        metricFilterCount: 0,
        arn: `${this.#arn(logGroupName)}:*`,
        logGroupArn: this.#arn(logGroupName),
        storedBytes: size,
      };
    });
    return { logGroups: await Promise.all(logGroups), nextToken };
  }

  async #describeStreams(input: LogsInput) {
    const group = await this.#existing(readGroup(input));
    const prefix = optionalText(input, 'logStreamNamePrefix') ?? '';
    const names = (await this.#files.streams(group)).filter((name) => name.startsWith(prefix));
    const { page, nextToken } = paged(names, input);
    const logStreams = page.map(async (logStreamName) => {
      const { birthtimeMs, mtimeMs } = await stat(this.#files.stream(group, logStreamName));
      return {
        logStreamName,
        creationTime: Math.floor(birthtimeMs),
        lastEventTimestamp: Math.floor(mtimeMs),
        lastIngestionTime: Math.floor(mtimeMs),
        arn: `${this.#arn(group)}:log-stream:${logStreamName}`,
        storedBytes: 0,
      };
    });
    return { logStreams: await Promise.all(logStreams), nextToken };
  }

  async #getEvents(input: LogsInput) {
    return getEvents(await this.#existingStream(input), input);
  }

  async #filterEvents(input: LogsInput) {
    const group = await this.#existing(readGroup(input));
    const streams = await this.#files.streams(group);
    return filterEvents(
      streams.map((name) => ({ name, file: this.#files.stream(group, name) })),
      input,
    );
  }

  async #existing(group: string): Promise<string> {
    await stat(this.#files.group(group)).catch(asMissing('log group'));
    return group;
  }

  async #existingStream(input: LogsInput): Promise<string> {
    const group = await this.#existing(readGroup(input));
    const file = this.#files.stream(group, readText(input, 'logStreamName'));
    await stat(file).catch(asMissing('log stream'));
    return file;
  }

  #arn(group: string): string {
    return `arn:aws:logs:${this.#runtime.region}:${this.#runtime.accountId}:log-group:${group}`;
  }
}

async function create(file: string, flags: 'a' | 'ax'): Promise<void> {
  await reserveSpaceFor(file);
  await (await open(file, flags)).close();
}

/** Lists of groups and streams come in pages of at most 50; a token is the place in the sorted list. */
function paged(names: readonly string[], input: LogsInput): { page: readonly string[]; nextToken: string | undefined } {
  const limit = optionalNumber(input, 'limit') ?? 50;
  if (limit < 1 || limit > 50) fail('limit must be from 1 to 50');
  const start = Number(optionalText(input, 'nextToken') ?? 0);
  const end = start + limit;
  return { page: names.slice(start, end), nextToken: end < names.length ? String(end) : undefined };
}

function asExisting(what: string) {
  return (error: unknown): never => {
    if (!isCode(error, 'EEXIST')) throw error;
    throw new ServiceError('ResourceAlreadyExistsException', `The specified ${what} already exists`);
  };
}

function asMissing(what: string) {
  return (error: unknown): never => {
    if (!isCode(error, 'ENOENT')) throw error;
    throw new ServiceError('ResourceNotFoundException', `The specified ${what} does not exist.`);
  };
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
