import type { FirehoseTransformationEventRecord, FirehoseTransformationResultRecord } from 'aws-lambda';

/** Lambda's limit for a synchronous answer is 6 MB; some is left for what is not counted here. */
export const responseLimitBytes = 6 * 1024 * 1024 - 64 * 1024;

/** Braces, names and the result's word of one record; with partition keys. */
const bytesBesideData = 180;

/**
 * The records of an answer to Firehose, kept within Lambda's limit. Room for every record as it came is set aside first,
 * which always suffices, as the request had the same limit; a result that would take the room of those after it is
 * refused (`add` returns false) and must be answered with `fail`, which always fits.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html
 */
export class Response {
  /** In the order of the request, once each of them is answered. */
  readonly records: FirehoseTransformationResultRecord[];
  private free: number;

  constructor(records: readonly FirehoseTransformationEventRecord[], limitBytes: number = responseLimitBytes) {
    this.records = new Array(records.length);
    this.free = limitBytes;
    for (const record of records) this.free -= sizeOf(record.recordId, record.data);
  }

  add(
    index: number,
    record: FirehoseTransformationEventRecord,
    data: string,
    metadata: FirehoseTransformationResultRecord['metadata'],
  ): boolean {
    const grows = data.length - record.data.length;
    if (grows > this.free) return false;
    this.free -= grows;
    this.records[index] = { recordId: record.recordId, result: 'Ok', data, metadata };
    return true;
  }

  /** Firehose puts the record under the error prefix. The data is as it came. */
  fail(index: number, { recordId, data }: FirehoseTransformationEventRecord): void {
    this.records[index] = { recordId, result: 'ProcessingFailed', data };
  }
}

function sizeOf(recordId: string, data: string): number {
  return recordId.length + data.length + bytesBesideData;
}
