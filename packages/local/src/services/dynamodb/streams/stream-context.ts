import { ServiceError } from '../../../service.ts';
import type { Store, TableDescription } from '../engine/dynalite-modules.ts';
import { validation } from '../engine/refusal.ts';
import type { TableStream } from './table-stream.ts';
import type { TableStreams } from './table-streams.ts';

/** What the actions of DynamoDB Streams share. */
export interface StreamContext {
  readonly streams: TableStreams;
  readonly region: string;
  now(): number;
  open(): Promise<Store>;
  arnOf(stream: TableStream): string;
  table(name: string): Promise<TableDescription>;
}

/** The stream of an ARN, or a refusal. */
export function streamOf({ streams }: Pick<StreamContext, 'streams'>, arn: unknown): TableStream {
  if (typeof arn !== 'string') throw validation("The parameter 'StreamArn' is required");
  const [, tableName = '', label = ''] = /:table\/([^/]+)\/stream\/(.+)$/.exec(arn) ?? [];
  const stream = streams.find(tableName, label);
  if (stream) return stream;
  throw new ServiceError('ResourceNotFoundException', `Requested resource not found: Stream: ${arn} not found`);
}
