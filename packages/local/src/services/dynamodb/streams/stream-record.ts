import { isDeepStrictEqual } from 'node:util';
import type { StreamIdentity } from '../engine/committer.ts';
import { database, type Item } from '../engine/dynalite-modules.ts';
import type { ItemChange } from '../engine/staged-item.ts';
import type { StreamViewType, TableStream } from './table-stream.ts';

/** As it is kept. */
export interface StoredRecord {
  readonly sequenceNumber: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly keys: Item;
  readonly newImage?: Item;
  readonly oldImage?: Item;
  readonly sizeBytes: number;
  readonly identity?: StreamIdentity;
}

/**
 * A write that changes nothing has no record.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */
export function isRecorded({ before, after }: ItemChange): boolean {
  return !isDeepStrictEqual(comparable(before), comparable(after));
}

export function storedRecord(
  { table, before, after }: ItemChange,
  { viewType }: TableStream,
  { sequenceNumber, at, identity }: Pick<StoredRecord, 'sequenceNumber' | 'at' | 'identity'>,
): StoredRecord {
  const item = after ?? before ?? {};
  const keys = Object.fromEntries(
    table.KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName] ?? {}]),
  );
  const newImage = includes(viewType, 'NEW_IMAGE') ? after : undefined;
  const oldImage = includes(viewType, 'OLD_IMAGE') ? before : undefined;
  const sizeBytes = [keys, newImage, oldImage].reduce((sum, image) => sum + (image ? database.itemSize(image) : 0), 0);
  const eventName = !before ? 'INSERT' : after ? 'MODIFY' : 'REMOVE';
  return { sequenceNumber, at, eventName, keys, newImage, oldImage, sizeBytes, identity };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html */
export function describeRecord(record: StoredRecord, viewType: StreamViewType, awsRegion: string) {
  const { sequenceNumber, at, eventName, keys, newImage, oldImage, sizeBytes, identity } = record;
  return {
    eventID: sequenceNumber.padStart(32, '0'),
    eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(at / 1000),
      Keys: keys,
      ...(newImage && { NewImage: newImage }),
      ...(oldImage && { OldImage: oldImage }),
      SequenceNumber: sequenceNumber,
      SizeBytes: sizeBytes,
      StreamViewType: viewType,
    },
    ...(identity && { userIdentity: { Type: identity.type, PrincipalId: identity.principalId } }),
  };
}

function includes(viewType: StreamViewType, image: 'NEW_IMAGE' | 'OLD_IMAGE'): boolean {
  return viewType === image || viewType === 'NEW_AND_OLD_IMAGES';
}

/** Without prototypes, which dynalite drops, and with sets in one order. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const isSet = (name === 'SS' || name === 'NS' || name === 'BS') && Array.isArray(member);
      return [name, isSet ? [...member].sort() : comparable(member)];
    }),
  );
}
