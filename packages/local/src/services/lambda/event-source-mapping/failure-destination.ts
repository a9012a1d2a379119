import type { Runtime } from '../../../runtime.ts';
import { failureKey, failureRecord, type GivenUp } from './failure-record.ts';
import type { MappingSettings } from './mapping-settings.ts';

interface Retry {
  /** Undefined: not any more. */
  onProblem(error: unknown): void;
  /** Waits before the next attempt. Rejects when the mapping is closed. */
  pause(attempt: number): Promise<void>;
}

/**
 * The bucket that keeps a record of each batch that was given up, if the mapping has one.
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export class FailureDestination {
  readonly #settings: MappingSettings;
  readonly #runtime: Runtime;

  constructor(settings: MappingSettings, runtime: Runtime) {
    this.#settings = settings;
    this.#runtime = runtime;
  }

  /** AWS refuses to create a mapping whose role may not write to its destination; here the mapping waits until it may. */
  authorize(): void {
    const { failureBucket, roleArn, id } = this.#settings;
    if (failureBucket === undefined) return;
    const role = { arn: roleArn };
    const bucket = `arn:aws:s3:::${failureBucket}`;
    const { services } = this.#runtime;
    services.authorize(role, { action: 's3:ListBucket', resource: bucket });
    services.authorize(role, { action: 's3:PutObject', resource: `${bucket}/aws/lambda/${id}/` });
  }

  /** Retries until the record is stored: once the shard moves on, the batch is nowhere else. */
  async store(batch: GivenUp, { onProblem, pause }: Retry): Promise<void> {
    const { failureBucket, id, roleArn } = this.#settings;
    if (failureBucket === undefined) return;
    const { clock, services } = this.#runtime;
    const now = clock.now();
    const input = {
      Bucket: failureBucket,
      Key: failureKey(id, batch.records[0].shardId, now),
      Body: JSON.stringify(failureRecord(batch, this.#settings, now)),
      ContentType: 'application/json',
    };
    for (let attempt = 1; ; attempt++) {
      try {
        await services.call('s3', 'PutObject', input, { arn: roleArn });
        return onProblem(undefined);
      } catch (error) {
        onProblem(error);
        await pause(attempt);
      }
    }
  }
}
