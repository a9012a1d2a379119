import { ServiceError } from '../../service.ts';
import { type Content, Utf8Content } from '../content.ts';

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html */
const maxRecords = 500;
const maxBatchBytes = 4 << 20;
const maxRecordBytes = 1000 << 10;

const nothing = Buffer.alloc(0);

export interface PutInput {
  DeliveryStreamName?: unknown;
  Record?: unknown;
  Records?: unknown;
}

/** The data of `Records`; throws InvalidArgumentException for what AWS refuses. */
export function dataOfRecords(records: unknown): Content[] {
  if (!Array.isArray(records) || records.length === 0) throw invalid('Records must hold at least one record.');
  if (records.length > maxRecords)
    throw invalid(`Records must have length less than or equal to ${maxRecords}, not ${records.length}.`);
  const blobs = records.map(blobOf);
  // One piece of memory for all of them: an allocation each would cost more than the decoding.
  const decoded = blobs.reduce((sum: number, blob) => sum + longest(blob), 0);
  const memory = decoded === 0 ? nothing : Buffer.allocUnsafeSlow(decoded);
  let used = 0;
  const data = blobs.map((blob) => {
    if (typeof blob !== 'string') return within(blob);
    const start = used;
    used += memory.write(blob, start, 'base64');
    return within(memory.subarray(start, used));
  });
  const bytes = data.reduce((sum, { length }) => sum + length, 0);
  if (bytes > maxBatchBytes)
    throw invalid(`The records hold ${bytes} bytes; a batch may hold ${maxBatchBytes} at most.`);
  return data;
}

/** The data of one record: base64 in JSON, or bytes from inside the process. */
export function dataOfRecord(record: unknown): Content {
  const blob = blobOf(record);
  return within(typeof blob === 'string' ? Buffer.from(blob, 'base64') : blob);
}

export function invalid(message: string): ServiceError {
  return new ServiceError('InvalidArgumentException', message);
}

function blobOf(record: unknown): string | Content {
  const data = typeof record === 'object' && record !== null && 'Data' in record ? record.Data : undefined;
  if (typeof data === 'string' || data instanceof Utf8Content) return data;
  if (data instanceof Uint8Array) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  throw invalid('Each record must have Data, a blob in base64.');
}

/** As many bytes as decoding may give at most. */
function longest(blob: string | Content): number {
  return typeof blob === 'string' ? Math.ceil((blob.length * 3) / 4) : 0;
}

function within(data: Content): Content {
  if (data.length <= maxRecordBytes) return data;
  throw invalid(`A record holds ${data.length} bytes; it may hold ${maxRecordBytes} at most.`);
}
