import { ServiceError } from '../../../service.ts';
import { hashOfDecimal } from '../hash-key.ts';
import { BlobReader, blob, type Input, list, optional, structure, text } from '../members.ts';
import { operation, streamReference } from '../operation.ts';
import type { PutResult } from '../put-result.ts';
import type { NewRecord } from '../record-writer.ts';
import type { Stream } from '../stream.ts';

/** 10 MiB, including partition keys. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html */
const maxBytes = 10 << 20;

const record = {
  Data: blob(maxBytes),
  PartitionKey: text({ min: 1, max: 256 }),
  ExplicitHashKey: optional(text({ pattern: /0|([1-9]\d{0,38})/ })),
};

export const putRecord = operation({
  name: 'PutRecord',
  blob: 'Data',
  keyAction: 'kms:GenerateDataKey',
  members: {
    ...streamReference,
    ...record,
    // Every record of a shard is above those before it here, with or without this.
    SequenceNumberForOrdering: optional(text({ pattern: /0|([1-9]\d{0,128})/ })),
  },
  async run(input, streams) {
    const stream = streams.stream(input);
    const newRecord = recordOf(input, stream, new BlobReader([input.Data]));
    const [result] = await stream.put([newRecord]);
    if (!result || 'error' in result) throw result?.error ?? new Error('a record without a result');
    return { ...result, ...encryption(stream) };
  },
});

export const putRecords = operation({
  name: 'PutRecords',
  blob: 'Data',
  keyAction: 'kms:GenerateDataKey',
  members: { ...streamReference, Records: list(structure(record), 1, 500) },
  // Not async: that would hold the input, which is larger than what is stored, until the disk has answered.
  run(input, streams) {
    const stream = streams.stream(input);
    const blobs = new BlobReader(input.Records.map(({ Data }) => Data));
    let bytes = 0;
    const records = input.Records.map((entry, index) => {
      const newRecord = recordOf(entry, stream, blobs, index + 1);
      bytes += newRecord.data.length + Buffer.byteLength(newRecord.partitionKey);
      return newRecord;
    });
    if (bytes > maxBytes) throw new ServiceError('InvalidArgumentException', 'Records size exceeds 10 MB limit.');
    return stream.put(records).then((results) => answerOf(results, stream));
  },
});

function answerOf(results: readonly PutResult[], stream: Stream): object {
  const errors = results.filter((result) => 'error' in result);
  // A disk that takes nothing is the service's failure, not an answer about records.
  const [first] = errors;
  if (first && errors.length === results.length && first.error.status >= 500) throw first.error;
  return { FailedRecordCount: errors.length, Records: results.map(describe), ...encryption(stream) };
}

function describe(result: PutResult): object {
  return 'error' in result ? { ErrorCode: result.error.code, ErrorMessage: result.error.message } : result;
}

function recordOf(entry: Input<typeof record>, stream: Stream, blobs: BlobReader, position?: number): NewRecord {
  const { Data, PartitionKey, ExplicitHashKey } = entry;
  const data = blobs.read(Data);
  if (!data) {
    const message = `The value at '${placeOf(position)}' can not be converted to a Blob: not base64`;
    throw new ServiceError('SerializationException', message);
  }
  const limit = stream.settings.maxRecordKiB * 1024;
  if (data.length + Buffer.byteLength(PartitionKey) > limit) {
    throw new ServiceError(
      'InvalidArgumentException',
      `The record at '${placeOf(position)}' with its partition key is larger than the ${limit} bytes that the stream takes.`,
    );
  }
  if (ExplicitHashKey === undefined || ExplicitHashKey === null) return { partitionKey: PartitionKey, data };
  const hash = hashOfDecimal(ExplicitHashKey);
  if (hash === undefined) {
    throw new ServiceError(
      'InvalidArgumentException',
      'Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. ' +
        `Specified value was ${ExplicitHashKey}`,
    );
  }
  return { partitionKey: PartitionKey, hash, data };
}

/** Of a record by its number in the list, from 1. */
function placeOf(position: number | undefined): string {
  return position === undefined ? 'data' : `records.${position}.member.data`;
}

export function encryption({ settings }: Stream): { EncryptionType?: 'KMS' } {
  return settings.key ? { EncryptionType: 'KMS' } : {};
}
