import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { awsAccount } from '../../endpoint/aws-account.ts';

const group = '/aws/lambda/transform';
const at = Date.parse('2026-01-26T21:45:50.000Z');

async function withLogs(lines = '') {
  const account = await awsAccount();
  const directory = join(account.runtime.stateDirectory, 'logs', 'aws', 'lambda');
  const file = join(directory, 'transform.log');
  mkdirSync(directory, { recursive: true });
  writeFileSync(file, lines);
  const sdk = new CloudWatchLogsClient(account.client);
  onTestFinished(() => sdk.destroy());
  const messages = async (input: object = {}) =>
    (await sdk.send(new FilterLogEventsCommand({ logGroupName: group, ...input }))).events?.map(
      ({ message }) => message,
    );
  return { ...account, file, sdk, messages };
}

const line = (seconds: number, message: string) => `${new Date(at + seconds * 1000).toISOString()} ${message}\n`;

describe('the lines that functions write', () => {
  it('are events; a line without a time belongs to the one before', async () => {
    const { sdk } = await withLogs(`${line(0, 'START one')}${line(1, 'Error: no')}    at handler\n${line(2, 'END ü')}`);
    const { events } = await sdk.send(
      new GetLogEventsCommand({ logGroupName: group, logStreamName: 'local', startFromHead: true }),
    );
    expect(events?.map(({ timestamp, message }) => [timestamp, message])).toEqual([
      [at, 'START one'],
      [at + 1000, 'Error: no\n    at handler'],
      [at + 2000, 'END ü'],
    ]);
  });

  it('stay one event each, even when a further line looks like another event', async () => {
    const { sdk, messages } = await withLogs();
    const logStreamName = 'mine';
    await sdk.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName }));
    const forged = `bought\n${line(5, 'REPORT all is well')}\t${line(6, 'tab')}end`;
    const logEvents = [{ timestamp: at, message: forged }];
    await sdk.send(new PutLogEventsCommand({ logGroupName: group, logStreamName, logEvents }));
    expect(await messages()).toEqual([forged]);
  });

  it('are read page by page to the end and back', async () => {
    const { sdk } = await withLogs(Array.from({ length: 10 }, (_, i) => line(i, `line ${i}`)).join(''));
    const page = async (input: object) => {
      const answer = await sdk.send(
        new GetLogEventsCommand({ logGroupIdentifier: group, logStreamName: 'local', limit: 4, ...input }),
      );
      return { ...answer, lines: answer.events?.map(({ message }) => message?.slice(5)).join('') };
    };
    const first = await page({ startFromHead: true });
    const second = await page({ nextToken: first.nextForwardToken });
    const third = await page({ nextToken: second.nextForwardToken });
    const end = await page({ nextToken: third.nextForwardToken });
    expect([first, second, third, end].map(({ lines }) => lines)).toEqual(['0123', '4567', '89', '']);
    expect(end.nextForwardToken).toBe(third.nextForwardToken);
    const last = await page({});
    const before = await page({ nextToken: last.nextBackwardToken });
    expect([last.lines, before.lines]).toEqual(['6789', '2345']);
  });

  it('are filtered by time and pattern', async () => {
    const text = [line(0, 'START'), line(1, 'ERROR timeout of db'), line(2, 'WARN slow'), line(3, 'ERROR 42')].join('');
    const { messages } = await withLogs(text);
    expect(await messages({ filterPattern: 'ERROR' })).toEqual(['ERROR timeout of db', 'ERROR 42']);
    expect(await messages({ filterPattern: '"timeout of"' })).toEqual(['ERROR timeout of db']);
    expect(await messages({ filterPattern: '?WARN ?START' })).toEqual(['START', 'WARN slow']);
    expect(await messages({ filterPattern: 'ERROR -timeout' })).toEqual(['ERROR 42']);
    expect(await messages({ filterPattern: '%ERR.*[0-9]+%' })).toEqual(['ERROR 42']);
    expect(await messages({ startTime: at + 1000, endTime: at + 3000 })).toEqual(['ERROR timeout of db', 'WARN slow']);
    await expect(messages({ filterPattern: '{ $.level = "error" }' })).rejects.toThrow('Filter patterns for JSON');
    await expect(messages({ filterPattern: '%(%' })).rejects.toThrow('is not a regular expression');
    await expect(messages({ filterPattern: '%(?=E)%' })).rejects.toThrow('unsupported Perl syntax');
  });

  it('are filtered in linear time by a pattern that a backtracking engine would never finish with', async () => {
    const { messages } = await withLogs(line(0, `${'a'.repeat(50_000)}!`));
    expect(await messages({ filterPattern: '%(a+)+$%' })).toEqual([]);
  });

  it('are found in files larger than what is read at a time', async () => {
    const { sdk, file } = await withLogs();
    for (let i = 0; i < 30; i++) appendFileSync(file, line(i, `${i} ${'x'.repeat(100_000)}`));
    const found: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const answer = await sdk.send(new FilterLogEventsCommand({ logGroupName: group, limit: 7, nextToken }));
      found.push(...(answer.events ?? []).map(({ message }) => message?.split(' ')[0]));
      nextToken = answer.nextToken;
    } while (nextToken);
    expect(found).toEqual(Array.from({ length: 30 }, (_, i) => String(i)));
    const { events = [] } = await sdk.send(new GetLogEventsCommand({ logGroupName: group, logStreamName: 'local' }));
    expect(events.at(-1)?.message).toMatch(/^29 /);
    expect(events.length).toBeGreaterThan(5);
  });
});

describe('groups and streams', () => {
  it('are made, written and listed', async () => {
    const { sdk, runtime } = await withLogs();
    await sdk.send(new CreateLogGroupCommand({ logGroupName: 'plain' }));
    await sdk.send(new CreateLogStreamCommand({ logGroupName: 'plain', logStreamName: 'a/b' }));
    await sdk.send(
      new PutLogEventsCommand({
        logGroupName: 'plain',
        logStreamName: 'a/b',
        logEvents: [{ timestamp: at, message: 'one\nmore\n' }],
      }),
    );
    const file = join(runtime.stateDirectory, 'logs', 'plain.streams', 'a%2Fb.log');
    expect(readFileSync(file, 'utf8')).toBe(`${line(0, 'one\nmore')}`);
    const { logGroups } = await sdk.send(new DescribeLogGroupsCommand({}));
    expect(logGroups?.map(({ logGroupName }) => logGroupName)).toEqual([group, 'plain']);
    const arn = 'arn:aws:logs:us-east-1:000000000000:log-group:plain:*';
    const { logStreams } = await sdk.send(new DescribeLogStreamsCommand({ logGroupIdentifier: arn }));
    expect(logStreams?.map(({ logStreamName }) => logStreamName)).toEqual(['local', 'a/b']);
    const { events } = await sdk.send(new FilterLogEventsCommand({ logGroupName: 'plain', logStreamNames: ['a/b'] }));
    expect(events).toMatchObject([{ message: 'one\nmore', logStreamName: 'a/b', timestamp: at }]);
  });

  it('are listed in pages and by the beginning of their names', async () => {
    const { sdk } = await withLogs();
    for (const logGroupName of ['a1', 'a2', 'b']) await sdk.send(new CreateLogGroupCommand({ logGroupName }));
    const first = await sdk.send(new DescribeLogGroupsCommand({ limit: 2 }));
    const second = await sdk.send(new DescribeLogGroupsCommand({ limit: 2, nextToken: first.nextToken }));
    const names = [...(first.logGroups ?? []), ...(second.logGroups ?? [])].map(({ logGroupName }) => logGroupName);
    expect([names, second.nextToken]).toEqual([[group, 'a1', 'a2', 'b'], undefined]);
    expect((await sdk.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'a' }))).logGroups).toHaveLength(2);
  });

  it.each<[string, unknown]>([
    ['ResourceNotFoundException', new DescribeLogStreamsCommand({ logGroupName: 'none' })],
    ['ResourceNotFoundException', new GetLogEventsCommand({ logGroupName: group, logStreamName: 'none' })],
    ['ResourceAlreadyExistsException', new CreateLogGroupCommand({ logGroupName: group })],
    ['InvalidParameterException', new CreateLogGroupCommand({ logGroupName: '../../run' })],
    ['InvalidParameterException', new CreateLogGroupCommand({ logGroupName: 'a b' })],
    ['InvalidParameterException', new CreateLogGroupCommand({ logGroupName: '' })],
    ['InvalidParameterException', new CreateLogStreamCommand({ logGroupName: group, logStreamName: 'a:b' })],
    ['InvalidParameterException', new GetLogEventsCommand({ logGroupName: group, logStreamName: 'local', limit: 0 })],
    [
      'InvalidParameterException',
      new GetLogEventsCommand({ logGroupName: group, logStreamName: 'local', limit: 'x' as never }),
    ],
    [
      'InvalidParameterException',
      new PutLogEventsCommand({ logGroupName: group, logStreamName: 'local', logEvents: [] }),
    ],
    [
      'InvalidParameterException',
      new PutLogEventsCommand({
        logGroupName: group,
        logStreamName: 'local',
        logEvents: [{ timestamp: -1, message: 'x' }],
      }),
    ],
    ['InvalidParameterException', new DescribeLogGroupsCommand({ limit: 51 })],
    ['UnknownOperationException', new DeleteLogGroupCommand({ logGroupName: group })],
  ])('answers %s (%#)', async (name, command) => {
    const { sdk } = await withLogs();
    const send: (command: never) => Promise<unknown> = sdk.send.bind(sdk);
    await expect(send(command as never)).rejects.toMatchObject({ name });
  });

  it('need the permission for the stream that is written', async () => {
    const { roleClient } = await withLogs();
    const stream = `arn:aws:logs:us-east-1:000000000000:log-group:${group}:log-stream:local`;
    const sdk = new CloudWatchLogsClient(roleClient(['logs:PutLogEvents'], stream));
    onTestFinished(() => sdk.destroy());
    const logEvents = [{ timestamp: at, message: 'x' }];
    await sdk.send(new PutLogEventsCommand({ logGroupName: group, logStreamName: 'local', logEvents }));
    await expect(
      sdk.send(new PutLogEventsCommand({ logGroupName: group, logStreamName: 'other', logEvents })),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
