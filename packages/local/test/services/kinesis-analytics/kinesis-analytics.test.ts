import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { ServiceRegistry } from '../../../src/endpoint/services.ts';
import { type Runtime, systemClock } from '../../../src/runtime.ts';
import { Iam } from '../../../src/services/iam/iam.ts';
import { Kinesis } from '../../../src/services/kinesis/kinesis.ts';
import { KinesisAnalytics } from '../../../src/services/kinesis-analytics/kinesis-analytics.ts';
import { temporaryDirectory } from '../../../testing/temporary-directory.ts';
import { metricSql, sourceSql } from './flink/running-job.ts';

/** A thread starts and reads SQL, which takes seconds. */
const patiently = 60_000;
const arn = (name: string) => `arn:aws:kinesis:us-east-1:000000000000:stream/${name}`;
const sql = (sourceSql + metricSql('all'))
  .replace("= 'in'", `= '${arn('in')}'`)
  .replace("= 'out'", `= '${arn('out')}'`);

/** A module with the function of the job, as a job's folder has it. */
const functions = `
const returns = { event_key: 'STRING', event_time: 'TIMESTAMP_LTZ(3)', kind: 'STRING', player: 'STRING', data: 'STRING' };
const evaluate = async (records, arrivals) => records.map((record, index) => (
  { event_key: Buffer.from(record).toString(), event_time: arrivals[index] - 60_000, kind: null, player: null, data: '{}' }));
export const openFunctions = () => ({ judge: { returns, evaluate } });
`;

const allowed = [
  { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
  {
    Effect: 'Allow',
    Action: ['kinesis:ListShards', 'kinesis:GetShardIterator', 'kinesis:GetRecords'],
    Resource: arn('in'),
  },
  { Effect: 'Allow', Action: 'kinesis:PutRecords', Resource: arn('out') },
];

class Setup {
  readonly lines: string[] = [];
  readonly directory = temporaryDirectory();
  readonly registry: ServiceRegistry;
  readonly iam: Iam;
  readonly kinesis: Kinesis;
  readonly roleArn: string;
  analytics: KinesisAnalytics;
  readonly #runtime: Runtime;

  constructor(statements: readonly object[] = allowed) {
    this.registry = new ServiceRegistry((caller, permission) => this.iam.authorize(caller, permission));
    this.#runtime = {
      region: 'us-east-1',
      accountId: '000000000000',
      stateDirectory: this.directory,
      services: this.registry,
      clock: systemClock,
      bufferSeconds: undefined,
      endpointUrl: '',
      log: (line) => this.lines.push(line),
    };
    this.iam = new Iam(this.#runtime);
    this.kinesis = new Kinesis(this.#runtime);
    this.registry.register(this.kinesis.service);
    const trust = {
      Effect: 'Allow',
      Principal: { Service: 'kinesisanalytics.amazonaws.com' },
      Action: 'sts:AssumeRole',
    };
    this.roleArn = this.iam.createRole('job', '/', { Version: '2012-10-17', Statement: [trust] });
    this.iam.putInlinePolicy('role', 'job', 'job', { Version: '2012-10-17', Statement: statements });
    this.analytics = this.make(sql);
    onTestFinished(async () => {
      await this.analytics.close();
      await this.kinesis.close();
    });
  }

  /** The engine of a new run, with the application `game`. */
  make(text: string, properties: Record<string, string> = { TTL: '1 d' }): KinesisAnalytics {
    const jobFolder = join(this.directory, 'job');
    mkdirSync(jobFolder, { recursive: true });
    writeFileSync(join(jobFolder, 'job.sql'), text);
    writeFileSync(join(jobFolder, 'functions.mjs'), functions);
    this.analytics = new KinesisAnalytics(this.#runtime);
    this.analytics.createApplication({
      name: 'game',
      arn: this.analytics.arnOf('game'),
      description: 'counts',
      runtimeEnvironment: 'FLINK-1_20',
      roleArn: this.roleArn,
      code: { bucketArn: 'arn:aws:s3:::assets', key: 'runner.jar' },
      properties: { pipeline: properties },
      parallelism: 1,
      jobFolder,
      jobArn: 'arn:aws:s3:::assets/job.zip',
      environment: {},
    });
    return this.analytics;
  }

  async streams(): Promise<void> {
    for (const name of ['in', 'out'])
      await this.kinesis.streams.createStream({ name, mode: 'PROVISIONED', shardCount: 1 });
  }

  async call(action: string, input: object = { ApplicationName: 'game' }): Promise<unknown> {
    return this.analytics.service.actions[action]?.run(input, this.iam.admin);
  }

  async status(): Promise<unknown> {
    const { ApplicationDetail } = (await this.call('DescribeApplication')) as { ApplicationDetail: object };
    return 'ApplicationStatus' in ApplicationDetail ? ApplicationDetail.ApplicationStatus : undefined;
  }

  async put(...texts: readonly string[]): Promise<void> {
    const Records = texts.map((text) => ({ Data: Buffer.from(text).toString('base64'), PartitionKey: text }));
    await this.registry.call('kinesis', 'PutRecords', { StreamName: 'in', Records }, this.iam.admin);
  }
}

it('runs from StartApplication on, over restarts, until StopApplication', async () => {
  const setup = new Setup();
  await setup.streams();
  expect(await setup.status()).toBe('READY');
  await setup.call('StartApplication');
  await vi.waitFor(async () => expect(await setup.status()).toBe('RUNNING'), patiently);
  await expect(setup.call('StartApplication')).rejects.toMatchObject({ code: 'ResourceInUseException' });
  await setup.put('a', 'b');
  await setup.analytics.flush();
  expect(setup.analytics.status().applications).toMatchObject([
    { application: 'game', status: 'RUNNING', caughtUp: true },
  ]);
  await setup.analytics.close();

  setup.make(sql);
  await setup.analytics.start();
  await vi.waitFor(async () => expect(await setup.status()).toBe('RUNNING'), patiently);
  await setup.call('StopApplication');
  expect(await setup.status()).toBe('READY');
  setup.make(sql);
  await setup.analytics.start();
  expect(await setup.status()).toBe('READY');
});

it('describes what it is made of as AWS does', async () => {
  const setup = new Setup();
  expect(await setup.call('DescribeApplication')).toMatchObject({
    ApplicationDetail: {
      ApplicationConfigurationDescription: {
        ApplicationCodeConfigurationDescription: {
          CodeContentType: 'ZIPFILE',
          CodeContentDescription: {
            S3ApplicationCodeLocationDescription: { BucketARN: 'arn:aws:s3:::assets', FileKey: 'runner.jar' },
          },
        },
        EnvironmentPropertyDescriptions: {
          PropertyGroupDescriptions: [{ PropertyGroupId: 'pipeline', PropertyMap: { TTL: '1 d' } }],
        },
      },
    },
  });
});

it.each([
  ['SQL that it does not do', (text: string) => `${text}DROP VIEW late;`, allowed, 'DROP VIEW is not supported here'],
  [
    'a property that is missing',
    (text: string) => text.replace('TTL', 'OTHER'),
    allowed,
    'the application has no runtime property OTHER',
  ],
])('says %s, and is not started', async (_, change, statements, reason) => {
  const setup = new Setup(statements);
  await setup.streams();
  setup.make(change(sql));
  await setup.call('StartApplication');
  await vi.waitFor(() => expect(setup.lines.join()).toContain(reason), patiently);
  expect(await setup.status()).toBe('READY');
  expect(setup.analytics.status().applications).toMatchObject([{ reason: expect.stringContaining(reason) }]);
});

it('says what its role may not do, tries again, and goes on when it may', async () => {
  const setup = new Setup(allowed.slice(0, 1));
  await setup.streams();
  await setup.call('StartApplication');
  await vi.waitFor(() => expect(setup.lines.join()).toContain('kinesis:ListShards'), patiently);
  setup.iam.putInlinePolicy('role', 'job', 'job', { Version: '2012-10-17', Statement: allowed });
  await vi.waitFor(() => expect(setup.analytics.status().applications).toMatchObject([{ caughtUp: true }]), patiently);
  expect(setup.lines.at(-1)).toContain('runs again');
});

it('is not started by a role that may not read the job', async () => {
  const setup = new Setup(allowed.slice(1));
  await setup.call('StartApplication');
  expect(await setup.status()).toBe('READY');
  expect(setup.lines.join()).toContain('s3:GetObject');
});
