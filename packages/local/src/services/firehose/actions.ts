import type { Action, Permission } from '../../service.ts';
import { ServiceError } from '../../service.ts';
import type { DeliveryStream } from './delivery-stream.ts';
import { describeStream } from './description.ts';
import { dataOfRecord, dataOfRecords, invalid, type PutInput } from './put-limits.ts';

interface NamedInput {
  DeliveryStreamName?: unknown;
}

interface ListInput {
  Limit?: number;
  DeliveryStreamType?: string;
  ExclusiveStartDeliveryStreamName?: string;
}

interface ListTagsInput extends NamedInput {
  Limit?: number;
  ExclusiveStartTagKey?: string;
}

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_Operations.html */
export function firehoseActions(
  streams: ReadonlyMap<string, DeliveryStream>,
  arnOf: (name: string) => string,
): Record<string, Action> {
  const onStream =
    (action: string) =>
    ({ DeliveryStreamName }: NamedInput): Permission[] => [
      { action: `firehose:${action}`, resource: arnOf(String(DeliveryStreamName)) },
    ];
  const find = ({ DeliveryStreamName: name }: NamedInput): DeliveryStream => {
    if (typeof name !== 'string' || name === '') throw invalid('DeliveryStreamName is required.');
    const stream = streams.get(name);
    if (stream) return stream;
    throw new ServiceError(
      'ResourceNotFoundException',
      `Firehose ${name} under account ${accountOf(arnOf(name))} not found.`,
    );
  };
  const isEncrypted = (stream: DeliveryStream) => stream.configuration.encryption !== undefined;
  return {
    PutRecord: {
      permissions: onStream('PutRecord'),
      async run(input: PutInput) {
        const stream = find(input);
        const [RecordId] = await stream.put([dataOfRecord(input.Record)]);
        return { RecordId, Encrypted: isEncrypted(stream) };
      },
    },
    PutRecordBatch: {
      blob: 'Data',
      permissions: onStream('PutRecordBatch'),
      // Not async: that would hold the input, which is larger than what is stored, until the disk has answered.
      run(input: PutInput) {
        const stream = find(input);
        return stream.put(dataOfRecords(input.Records)).then((ids) => ({
          FailedPutCount: 0,
          Encrypted: isEncrypted(stream),
          RequestResponses: ids.map((RecordId) => ({ RecordId })),
        }));
      },
    },
    DescribeDeliveryStream: {
      permissions: onStream('DescribeDeliveryStream'),
      run: (input: NamedInput) => describeStream(find(input)),
    },
    ListDeliveryStreams: {
      permissions: () => [{ action: 'firehose:ListDeliveryStreams', resource: '*' }],
      run({ Limit = 10, DeliveryStreamType, ExclusiveStartDeliveryStreamName = '' }: ListInput) {
        const names = [...streams.values()]
          .filter(({ configuration: { type } }) => DeliveryStreamType === undefined || type === DeliveryStreamType)
          .map(({ configuration: { name } }) => name)
          .sort();
        const page = after(names, ExclusiveStartDeliveryStreamName, (name) => name);
        return { DeliveryStreamNames: page.slice(0, Limit), HasMoreDeliveryStreams: page.length > Limit };
      },
    },
    ListTagsForDeliveryStream: {
      permissions: onStream('ListTagsForDeliveryStream'),
      run(input: ListTagsInput) {
        const { Limit = 50, ExclusiveStartTagKey = '' } = input;
        const tags = [...find(input).configuration.tags].sort((a, b) => (a.Key < b.Key ? -1 : 1));
        const page = after(tags, ExclusiveStartTagKey, ({ Key }) => Key);
        return { Tags: page.slice(0, Limit), HasMoreTags: page.length > Limit };
      },
    },
  };
}

function after<Item>(items: readonly Item[], start: string, keyOf: (item: Item) => string): Item[] {
  return items.filter((item) => start === '' || keyOf(item) > start);
}

function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}
