import { randomUUID } from 'node:crypto';
import type { KinesisStreamEvent } from 'aws-lambda';
import { onTestFinished } from 'vitest';
import { ServiceRegistry } from '../../../../src/endpoint/services.ts';
import type { Runtime } from '../../../../src/runtime.ts';
import { ServiceError } from '../../../../src/service.ts';
import { Kinesis } from '../../../../src/services/kinesis/kinesis.ts';
import { EventSourceMappings } from '../../../../src/services/lambda/event-source-mapping/event-source-mappings.ts';
import {
  type MappingSettings,
  mappingArn,
} from '../../../../src/services/lambda/event-source-mapping/mapping-settings.ts';
import type { Invocation } from '../../../../src/services/lambda/function-settings.ts';
import { S3 } from '../../../../src/services/s3/s3.ts';
import { temporaryDirectory } from '../../../../testing/temporary-directory.ts';

export const role = 'arn:aws:iam::000000000000:role/loader';
export const streamArn = 'arn:aws:kinesis:us-east-1:000000000000:stream/events';
const id = '00000000-0000-4000-a000-000000000001';
const admin = { arn: 'arn:aws:iam::000000000000:user/admin' };

export interface FailureRecord {
  requestContext: { requestId: string; functionArn: string; condition: string; approximateInvokeCount: number };
  responseContext?: Record<string, unknown>;
  KinesisBatchInfo: Record<string, unknown>;
  payload: string;
  [member: string]: unknown;
}

/** What the function does with the texts of a batch, by the number of the call from 1; what it throws is its error. */
type Handler = (texts: readonly string[], event: KinesisStreamEvent, call: number) => unknown;

/** A real stream and a real bucket, and a mapping between the stream and a function that the test writes. */
export class MappedStream {
  readonly stateDirectory: string;
  readonly kinesis: Kinesis;
  readonly s3: S3;
  /** Actions that the role may not call (`s3:PutObject`). */
  readonly denied = new Set<string>();
  /** Texts of each invocation, in the order of the invocations. */
  readonly invocations: string[][] = [];
  readonly events: KinesisStreamEvent[] = [];
  readonly lines: string[] = [];
  handler: Handler = () => null;
  /** The runtime's clock runs ahead by so much. */
  aheadMilliseconds = 0;
  readonly #registry: ServiceRegistry;
  #mappings: EventSourceMappings | undefined;

  private constructor(stateDirectory: string) {
    this.stateDirectory = stateDirectory;
    this.#registry = new ServiceRegistry(({ arn }, { action, resource }) => {
      if (arn !== role || !this.denied.has(action)) return;
      const message = `${arn} is not authorized to perform: ${action} on resource: ${resource}`;
      throw new ServiceError('AccessDeniedException', message, 403);
    });
    this.kinesis = new Kinesis(this.#runtime);
    this.s3 = new S3(this.#runtime);
    this.#registry.register(this.kinesis.service);
    this.#registry.register(this.s3.service);
  }

  static async open(shardCount = 1): Promise<MappedStream> {
    const stream = await MappedStream.at(temporaryDirectory(), shardCount);
    onTestFinished(() => stream.close());
    return stream;
  }

  /** Takes up what an earlier process left in the folder. */
  static async at(stateDirectory: string, shardCount: number): Promise<MappedStream> {
    const stream = new MappedStream(stateDirectory);
    await stream.kinesis.streams.putStream({ name: 'events', mode: 'PROVISIONED', shardCount });
    await stream.s3.createBucket({ name: 'lake', lifecycle: [] });
    return stream;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.kinesis.close();
    await this.s3.close();
  }

  get #runtime(): Runtime {
    return {
      region: 'us-east-1',
      accountId: '000000000000',
      stateDirectory: this.stateDirectory,
      services: this.#registry,
      clock: { now: () => Date.now() + this.aheadMilliseconds },
      bufferSeconds: undefined,
      endpointUrl: '',
      log: (line) => this.lines.push(line),
    };
  }

  get mappings(): EventSourceMappings {
    if (!this.#mappings) throw new Error('the mapping is not started');
    return this.#mappings;
  }

  /** From the beginning of the stream unless `changes` say otherwise, trying again at once. */
  async start(changes: Partial<MappingSettings> = {}): Promise<void> {
    const invoke = (_: string, payload: string) => this.#invoke(payload);
    this.#mappings = new EventSourceMappings(this.#runtime, invoke, { retryDelayMs: () => 5 });
    const settings: MappingSettings = {
      id,
      arn: mappingArn(this.#runtime, id),
      enabled: true,
      streamArn,
      functionName: 'load',
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:load',
      roleArn: role,
      startingPosition: { type: 'TRIM_HORIZON' },
      filterPatterns: [],
      batchSize: 100,
      windowSeconds: 0,
      parallelization: 1,
      bisects: false,
      retries: Number.POSITIVE_INFINITY,
      maxRecordAgeSeconds: Number.POSITIVE_INFINITY,
      reportsItemFailures: false,
      failureBucket: 'lake',
      ...changes,
    };
    await this.#mappings.create(settings, (listener) => this.kinesis.streams.onAppend(streamArn, listener));
    await this.#mappings.start();
  }

  async stop(): Promise<void> {
    await this.#mappings?.close();
    this.#mappings = undefined;
  }

  get result(): string {
    return this.mappings.status().eventSourceMappings[0]?.lastProcessingResult ?? '';
  }

  /** One call for all, in order; the partition key is what stands before a dot. */
  async put(...texts: readonly string[]): Promise<void> {
    for (let from = 0; from < texts.length; from += 500) {
      const Records = texts.slice(from, from + 500).map((text) => ({
        Data: Buffer.from(text).toString('base64'),
        PartitionKey: text.split('.')[0],
      }));
      await this.call('kinesis', 'PutRecords', { StreamName: 'events', Records });
    }
  }

  call(service: string, action: string, input: Record<string, unknown>): Promise<unknown> {
    return this.#registry.call(service, action, input, admin);
  }

  async failures(): Promise<{ key: string; record: FailureRecord; texts: string[] }[]> {
    const listed = await this.call('s3', 'ListObjectsV2', { Bucket: 'lake', Prefix: 'aws/lambda/' });
    const { Contents } = listed as { Contents?: { Key: string }[] };
    return Promise.all(
      (Contents ?? []).map(async ({ Key: key }) => {
        const output = await this.call('s3', 'GetObject', { Bucket: 'lake', Key: key });
        const { Body } = output as { Body: { transformToString(): Promise<string> } };
        const record: FailureRecord = JSON.parse(await Body.transformToString());
        return { key, record, texts: textsOf(JSON.parse(record.payload)) };
      }),
    );
  }

  async #invoke(payload: string): Promise<Invocation> {
    const event: KinesisStreamEvent = JSON.parse(payload);
    const texts = textsOf(event);
    this.events.push(event);
    const call = this.invocations.push(texts);
    const requestId = randomUUID();
    try {
      return { requestId, payload: JSON.stringify((await this.handler(texts, event, call)) ?? null) };
    } catch (error) {
      if (error instanceof ServiceError) throw error;
      const errorMessage = error instanceof Error ? error.message : String(error);
      return { requestId, functionError: 'Unhandled', payload: JSON.stringify({ errorType: 'Error', errorMessage }) };
    }
  }
}

function textsOf(event: KinesisStreamEvent): string[] {
  return event.Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString());
}

export function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, index) => String(from + index));
}
