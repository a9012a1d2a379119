import { type Action, type Permission, type Principal, ServiceError } from '../../service.ts';
import { checked, type Input, integer, type Members, optional, text } from './members.ts';
import { decodeIterator, decodeToken } from './shard-iterator.ts';
import type { Streams } from './streams.ts';

/** One API action: its name in IAM, its input members, and what it does with an input that has been checked. */
export interface Operation<M extends Members = Members> {
  readonly name: string;
  readonly members: M;
  /** Whether IAM is asked about the stream or consumer that the input names, or about all (`*`). */
  readonly resource?: 'named' | 'any';
  /** See `Action`. */
  readonly blob?: string;
  /** What the stream's customer-managed key is asked about. */
  readonly keyAction?: 'kms:GenerateDataKey' | 'kms:Decrypt';
  run(input: Input<M>, streams: Streams, caller: Principal): unknown;
}

/** Keeps the members' types while operations are listed together. */
export function operation<M extends Members>(definition: Operation<M>): (streams: Streams) => [string, Action] {
  return (streams) => [
    definition.name,
    {
      blob: definition.blob,
      permissions: (input) => permissions(definition, input, streams),
      run: (input, caller) => definition.run(checked(definition.members, input), streams, caller),
    },
  ];
}

/** An action of the API that is not served: it says so by its name. */
export function refused(name: string, why: string): (streams: Streams) => [string, Action] {
  return () => [
    name,
    {
      permissions: () => [],
      run: () => {
        throw new ServiceError('UnknownOperationException', `kinesis:${name} is not supported: ${why}`);
      },
    },
  ];
}

const name = text({ min: 1, max: 128, pattern: /[a-zA-Z0-9_.-]+/ });
export const streamName = name;
export const streamArn = text({ min: 1, max: 2048, pattern: /arn:aws.*:kinesis:.*:\d{12}:stream\/\S+/ });
export const consumerArn = text({
  min: 1,
  max: 2048,
  pattern: /arn:aws.*:kinesis:.*:\d{12}:.*stream\/[a-zA-Z0-9_.-]+\/consumer\/[a-zA-Z0-9_.-]+:[0-9]+/,
});
export const resourceArn = text({ min: 1, max: 2048, pattern: /arn:aws.*:kinesis:.*:\d{12}:.*stream\/\S+/ });
export const shardId = name;
export const consumerName = name;
export const shardCount = integer(1, 1_000_000);
export const nextToken = text({ min: 1, max: 1_048_576 });

/** How most actions name their stream: by name, by ARN, or by both. */
export const streamReference = { StreamName: optional(streamName), StreamARN: optional(streamArn) };

function permissions({ name, resource, keyAction }: Operation, input: unknown, streams: Streams): Permission[] {
  const action = `kinesis:${name}`;
  if (resource === 'any') return [{ action, resource: '*' }];
  const arn = arnIn(input, streams) ?? '*';
  const key = keyAction && streams.find(arn)?.settings.key?.arn;
  if (!key) return [{ action, resource: arn }];
  // AWS: "Permissions to use user-generated KMS keys" of Kinesis Data Streams.
  const context = {
    'kms:viaservice': `kinesis.${streams.region}.amazonaws.com`,
    'kms:encryptioncontext:aws:kinesis:arn': arn,
  };
  return [
    { action, resource: arn },
    { action: keyAction, resource: key, context },
  ];
}

/** The ARN that an unchecked input is about: undefined where it names none, which the check of the input refuses. */
function arnIn(input: unknown, streams: Streams): string | undefined {
  const members: Readonly<Record<string, unknown>> = typeof input === 'object' && input !== null ? { ...input } : {};
  for (const member of ['ConsumerARN', 'ResourceARN', 'StreamARN']) {
    const arn = members[member];
    if (typeof arn === 'string') return arn;
  }
  const { StreamName, ShardIterator, NextToken } = members;
  if (typeof StreamName === 'string') return streams.arnOf(StreamName);
  if (typeof ShardIterator === 'string') return streams.arnOf(decodeIterator(ShardIterator).streamName);
  if (typeof NextToken === 'string') return streams.arnOf(decodeToken('shards', NextToken, 0).streamName);
  return undefined;
}
