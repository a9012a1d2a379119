import type { Runtime } from '../../runtime.ts';
import { RuntimeService } from '../../runtime-service.ts';
import type { Service } from '../../service.ts';
import { operations } from './actions/operations.ts';
import { Streams, type StreamsOptions } from './streams.ts';

export interface StreamStatus {
  readonly name: string;
  /** Why it takes no records now. */
  readonly refuses?: string;
}

/** Kinesis Data Streams on durable logs. https://docs.aws.amazon.com/kinesis/latest/APIReference/ */
export class Kinesis extends RuntimeService {
  readonly service: Service;
  readonly streams: Streams;

  constructor(runtime: Runtime, options?: StreamsOptions) {
    super();
    this.streams = new Streams(runtime, options);
    const actions = Object.fromEntries(operations.map((make) => make(this.streams)));
    this.service = { name: 'kinesis', targetPrefix: 'Kinesis_20131202', actions };
  }

  override async status(): Promise<{ readonly streams: readonly StreamStatus[] }> {
    const statuses = this.streams.list().map(async (stream) => {
      const refusal = await stream.refusal();
      return { name: stream.settings.name, ...(refusal !== undefined && { refuses: refusal }) };
    });
    return { streams: await Promise.all(statuses) };
  }

  /** Waits for what is being written, then releases all files. */
  override async close(): Promise<void> {
    await this.streams.close();
  }
}
