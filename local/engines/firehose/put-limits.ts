import { ServiceError } from '../../service.ts';

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html */
const mostRecords = 500;
const mostBatchBytes = 4 << 20;
const mostRecordBytes = 1000 << 10;

export interface PutInput {
  DeliveryStreamName?: unknown;
  Record?: unknown;
  Records?: unknown;
}

/** The data of `Records`; throws InvalidArgumentException for what AWS refuses. */
export function dataOfRecords(records: unknown): Buffer[] {
  if (!Array.isArray(records) || records.length === 0) throw invalid('Records must hold at least one record.');
  if (records.length > mostRecords)
    throw invalid(`Records must have length less than or equal to ${mostRecords}, not ${records.length}.`);
  const data = records.map((record: unknown) => dataOfRecord(record));
  const bytes = data.reduce((sum, { length }) => sum + length, 0);
  if (bytes > mostBatchBytes)
    throw invalid(`The records hold ${bytes} bytes; a batch may hold ${mostBatchBytes} at most.`);
  return data;
}

/** The data of one record: base64 in JSON, or bytes from inside the process. */
export function dataOfRecord(record: unknown): Buffer {
  const data = typeof record === 'object' && record !== null && 'Data' in record ? record.Data : undefined;
  const bytes = toBuffer(data);
  if (!bytes) throw invalid('Each record must have Data, a blob in base64.');
  if (bytes.length > mostRecordBytes) {
    throw invalid(`A record holds ${bytes.length} bytes; it may hold ${mostRecordBytes} at most.`);
  }
  return bytes;
}

export function invalid(message: string): ServiceError {
  return new ServiceError('InvalidArgumentException', message);
}

function toBuffer(data: unknown): Buffer | undefined {
  if (typeof data === 'string') return Buffer.from(data, 'base64');
  if (data instanceof Uint8Array) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return undefined;
}
