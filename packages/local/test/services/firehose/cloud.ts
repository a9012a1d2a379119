import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { FirehoseTransformationEvent, FirehoseTransformationResult } from 'aws-lambda';
import type { Runtime } from '../../../src/runtime.ts';
import { type Permission, type Principal, ServiceError, type Services } from '../../../src/service.ts';
import { Firehose, type FirehoseOptions } from '../../../src/services/firehose/firehose.ts';

export const role = 'arn:aws:iam::000000000000:role/delivery';
export const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:transform';

type Handler = (event: FirehoseTransformationEvent, call: number) => Partial<FirehoseTransformationResult> | unknown;

/** The services around Firehose: an S3 of folders, a Glue table, a function, and permissions that can be taken away. */
export class Cloud implements Services {
  readonly directory: string;
  readonly lines: string[] = [];
  readonly invocations: FirehoseTransformationEvent[] = [];
  readonly authorized: Permission[] = [];
  /** Actions that are refused (`s3:PutObject`). */
  readonly denied = new Set<string>();
  columns: Record<string, string> = {};
  handler: Handler = (event) => ({
    records: event.records.map(({ recordId, data }) => ({ recordId, data, result: 'Ok' })),
  });
  /** What is called instead, or besides, by `service.Action`. */
  readonly others: Record<string, (input: never) => unknown> = {};

  constructor(directory = mkdtempSync(join(tmpdir(), 'firehose-'))) {
    this.directory = directory;
  }

  runtime(bufferSeconds = 0.02): Runtime {
    return {
      region: 'us-east-1',
      accountId: '000000000000',
      stateDirectory: this.directory,
      services: this,
      clock: { now: () => Date.now() },
      bufferSeconds,
      endpointUrl: 'http://127.0.0.1:1',
      log: (line) => this.lines.push(line),
    };
  }

  /** An engine with one delivery stream named `clicks`, delivering. */
  async stream(
    properties: Record<string, unknown>,
    options: FirehoseOptions & { bufferSeconds?: number } = {},
  ): Promise<Firehose> {
    const firehose = new Firehose(this.runtime(options.bufferSeconds), { retryMilliseconds: () => 5, ...options });
    await firehose.createStream(
      firehose.configure('Clicks', { DeliveryStreamName: 'clicks', ...properties }, 'unnamed'),
    );
    await firehose.start();
    return firehose;
  }

  async call(service: string, action: string, input: unknown, caller: Principal): Promise<unknown> {
    this.authorize(caller, { action: `${service}:${action === 'Invoke' ? 'InvokeFunction' : action}`, resource: '*' });
    const other = this.others[`${service}.${action}`];
    if (other) return other(input as never);
    if (service === 's3') return this.#putObject(input as { Bucket: string; Key: string; BodyFile: string });
    if (service === 'glue') return this.#getTable();
    if (service === 'lambda') return this.#invoke(input as { Payload: string });
    throw new Error(`${service}.${action} is not there`);
  }

  blobOf(): undefined {}

  authorize({ arn }: Principal, permission: Permission): void {
    this.authorized.push(permission);
    if (!this.denied.has(permission.action)) return;
    const message = `${arn} is not authorized to perform: ${permission.action} on resource: ${permission.resource}`;
    throw new ServiceError('AccessDeniedException', message, 403);
  }

  /** Keys of all objects of a bucket, in order. */
  keys(bucket = 'lake'): string[] {
    const root = join(this.directory, 's3', bucket);
    if (!existsSync(root)) return [];
    const files = readdirSync(root, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
    return files.map((entry) => relative(root, join(entry.parentPath, entry.name))).sort();
  }

  path(key: string, bucket = 'lake'): string {
    return join(this.directory, 's3', bucket, key);
  }

  text(key: string, bucket = 'lake'): string {
    return readFileSync(this.path(key, bucket), 'utf8');
  }

  /** The documents of the error output whose key begins with `prefix`. */
  errors(prefix = 'failed/'): Record<string, unknown>[] {
    const keys = this.keys().filter((key) => key.startsWith(prefix));
    return keys.flatMap((key) =>
      this.text(key)
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    );
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  #putObject({ Bucket, Key, BodyFile }: { Bucket: string; Key: string; BodyFile: string }): unknown {
    const target = this.path(Key, Bucket);
    if (!existsSync(BodyFile) && existsSync(target)) return {};
    mkdirSync(dirname(target), { recursive: true });
    renameSync(BodyFile, target);
    return {};
  }

  #getTable(): unknown {
    const Columns = Object.entries(this.columns).map(([Name, Type]) => ({ Name, Type }));
    if (Columns.length === 0) throw new ServiceError('EntityNotFoundException', 'Table clicks not found.');
    return { Table: { StorageDescriptor: { Columns } } };
  }

  async #invoke({ Payload }: { Payload: string }): Promise<unknown> {
    const event = JSON.parse(Payload) as FirehoseTransformationEvent;
    this.invocations.push(event);
    try {
      const answer = await this.handler(event, this.invocations.length);
      return { StatusCode: 200, Payload: typeof answer === 'string' ? answer : JSON.stringify(answer) };
    } catch (error) {
      if (error instanceof ServiceError) throw error;
      const Payload = JSON.stringify({ errorType: 'Error', errorMessage: String(error) });
      return { StatusCode: 200, FunctionError: 'Unhandled', Payload };
    }
  }
}

export const lambdaProcessor = {
  Enabled: true,
  Processors: [
    {
      Type: 'Lambda',
      Parameters: [
        { ParameterName: 'LambdaArn', ParameterValue: functionArn },
        { ParameterName: 'NumberOfRetries', ParameterValue: '2' },
        { ParameterName: 'RoleArn', ParameterValue: role },
      ],
    },
  ],
};

export const parquetConversion = {
  Enabled: true,
  InputFormatConfiguration: { Deserializer: { OpenXJsonSerDe: {} } },
  OutputFormatConfiguration: { Serializer: { ParquetSerDe: { Compression: 'SNAPPY' } } },
  SchemaConfiguration: { DatabaseName: 'lake', TableName: 'clicks', RoleARN: role },
};

/** Properties of a delivery stream to the bucket `lake`. */
export function toLake(destination: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ExtendedS3DestinationConfiguration: {
      BucketARN: 'arn:aws:s3:::lake',
      RoleARN: role,
      Prefix: 'all/!{timestamp:yyyy}/',
      ErrorOutputPrefix: 'failed/!{firehose:error-output-type}/',
      ...destination,
    },
  };
}

export function put(firehose: Firehose, ...records: readonly (string | Buffer)[]): Promise<unknown> {
  const Records = records.map((data) => ({ Data: Buffer.from(data).toString('base64') }));
  return Promise.resolve(
    firehose.service.actions.PutRecordBatch?.run({ DeliveryStreamName: 'clicks', Records }, { arn: role }),
  );
}

export function decoded(value: unknown): string {
  return Buffer.from(String(value), 'base64').toString();
}

/** A transformation by a rule for one record's text. */
export function perRecord(rule: (text: string) => Record<string, unknown> | undefined): Handler {
  return ({ records }) => ({
    records: records.flatMap(({ recordId, data }) => {
      const answer = rule(decoded(data));
      return answer ? [{ recordId, result: 'Ok', data, ...answer }] : [];
    }),
  });
}
