import { randomUUID } from 'node:crypto';
import { ServiceError, type Services } from '../../service.ts';
import { judgeAnswer, type Outcome, processingFailure, UnusableAnswer } from './lambda-answer.ts';
import type { LambdaProcessor } from './processor-configuration.ts';
import type { SourceRecord } from './source.ts';

export interface TransformationSettings {
  readonly lambda: LambdaProcessor;
  readonly deliveryStreamArn: string;
  readonly sourceKinesisStreamArn?: string;
  readonly region: string;
  /** The keys that the function must return with each record. */
  readonly partitionKeys: readonly string[];
}

export interface TransformationDependencies {
  /** Waits before the invocation is repeated. */
  readonly pause: (attempt: number) => Promise<void>;
  readonly onFailure: (failure: FailedInvocation) => void;
}

interface InvokeOutput {
  readonly StatusCode: number;
  readonly FunctionError?: string;
  readonly Payload: string;
}

interface FailedInvocation {
  readonly code: string;
  readonly message: string;
}

/** Within the 6 MB that a synchronous invocation may carry: https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html */
export const maxPayloadBytes = 5_500_000;
const bytesAroundRecord = 120;
const bytesOfKinesisMetadata = 300;

/** What a record adds to the invocation's payload, never less than it will be. */
export function payloadBytes({ data, id, kinesis }: SourceRecord): number {
  const metadata = kinesis ? bytesOfKinesisMetadata + 6 * kinesis.partitionKey.length : 0;
  return Math.ceil(data.length / 3) * 4 + id.length + bytesAroundRecord + metadata;
}

/**
 * The Lambda processor. An invocation that fails (an error of the function, a timeout, too many invocations) is made
 * again `retries` times, then all its records have failed. A call that is refused (no permission, no such function)
 * throws, so that nothing is given up while somebody can still repair the role.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html
 */
export class Transformation {
  readonly #services: Services;
  readonly #settings: TransformationSettings;
  readonly #pause: (attempt: number) => Promise<void>;
  readonly #onFailure: (failure: FailedInvocation) => void;

  constructor(services: Services, settings: TransformationSettings, { pause, onFailure }: TransformationDependencies) {
    this.#services = services;
    this.#settings = settings;
    this.#pause = pause;
    this.#onFailure = onFailure;
  }

  /** One outcome per record, in their order. */
  async run(records: readonly SourceRecord[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const group of withinPayload(records)) outcomes.push(...(await this.#runGroup(group)));
    return outcomes;
  }

  async #runGroup(records: readonly SourceRecord[]): Promise<Outcome[]> {
    const { lambda, partitionKeys } = this.#settings;
    const payload = this.#payload(records);
    for (let attempts = 1; ; attempts++) {
      const answer = await this.#invoke(payload);
      const failure = 'code' in answer ? answer : undefined;
      if (!failure && 'Payload' in answer) {
        try {
          return judgeAnswer(answer.Payload, records, { partitionKeys, attempts });
        } catch (error) {
          if (!(error instanceof UnusableAnswer)) throw error;
          this.#onFailure({ code: 'Lambda.JsonProcessingException', message: error.message });
          if (attempts > lambda.retries)
            return records.map(() => processingFailure('Lambda.JsonProcessingException', error.message, attempts));
        }
      }
      if (failure) {
        this.#onFailure(failure);
        if (attempts > lambda.retries)
          return records.map(() => processingFailure(failure.code, failure.message, attempts));
      }
      await this.#pause(attempts);
    }
  }

  #payload(records: readonly SourceRecord[]): string {
    const { deliveryStreamArn, sourceKinesisStreamArn, region } = this.#settings;
    return JSON.stringify({
      invocationId: randomUUID(),
      ...(sourceKinesisStreamArn && { sourceKinesisStreamArn }),
      deliveryStreamArn,
      region,
      records: records.map(({ id, data, arrival, kinesis }) => ({
        recordId: id,
        approximateArrivalTimestamp: arrival,
        data: data.toString('base64'),
        ...(kinesis && {
          kinesisRecordMetadata: { ...kinesis, subsequenceNumber: '0', approximateArrivalTimestamp: arrival },
        }),
      })),
    });
  }

  async #invoke(payload: string): Promise<InvokeOutput | FailedInvocation> {
    const { functionArn, roleArn } = this.#settings.lambda;
    try {
      const input = { FunctionName: functionArn, Payload: payload };
      const output = (await this.#services.call('lambda', 'Invoke', input, { arn: roleArn })) as InvokeOutput;
      if (output.FunctionError === undefined) return output;
      return {
        code: 'Lambda.FunctionError',
        message: `The Lambda function returned an error: ${messageOf(output.Payload)}`,
      };
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      if (error.code === 'TooManyRequestsException')
        return { code: 'Lambda.InvokeLimitExceeded', message: error.message };
      if (error.code === 'RequestTooLargeException') return { code: 'Lambda.RequestTooLarge', message: error.message };
      throw error;
    }
  }
}

/** Splits records so that each invocation stays within its limit; a record that is over it by itself goes alone. */
function withinPayload(records: readonly SourceRecord[]): SourceRecord[][] {
  const groups: SourceRecord[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const record of records) {
    const added = payloadBytes(record);
    if (bytes + added > maxPayloadBytes) {
      groups.push([]);
      bytes = 0;
    }
    bytes += added;
    groups.at(-1)?.push(record);
  }
  return groups;
}

/** The `errorMessage` of an error payload, cut so that no error record grows with what a function says. */
function messageOf(payload: string): string {
  const [, message = payload] = /"errorMessage"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(payload.slice(0, 10_000)) ?? [];
  return message.slice(0, 1000);
}
