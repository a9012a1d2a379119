import type { FirehoseTransformationEventRecord, FirehoseTransformationResultRecord } from 'aws-lambda';
import { type Row, RowBuffer } from '../../event/row-buffer.ts';

/** Lambda's limit for a synchronous answer is 6 MB; some is left for what is not counted here. */
const responseLimitBytes = 6 * 1024 * 1024 - 64 * 1024;

/** Braces, names and the result's word of one record; with partition keys. */
const bytesBesideData = 180;

type Source = FirehoseTransformationEventRecord;
type Metadata = FirehoseTransformationResultRecord['metadata'];

/** Kept from one batch to the next. A batch that begins while another one waits makes its own. */
let spare: RowBuffer | undefined;

/**
 * The answer to Firehose, kept within Lambda's limit. Room for every record as it came is set aside first, which always
 * suffices, as the request had the same limit; a row that would take the room of others is refused (`add` returns false)
 * and its record must be answered with `fail`, which always fits.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html
 */
export class Response {
  readonly #records: FirehoseTransformationResultRecord[];
  readonly #rows: RowBuffer;
  #free: number;

  constructor(records: readonly Source[], limitBytes: number = responseLimitBytes) {
    this.#rows = spare ?? new RowBuffer();
    spare = undefined;
    this.#records = new Array(records.length);
    this.#free = limitBytes;
    for (const { recordId, data } of records) this.#free -= recordId.length + data.length + bytesBesideData;
  }

  /** Answers the record at `index` with a row. */
  add(index: number, { recordId, data }: Source, row: Row, metadata: Metadata): boolean {
    const record: FirehoseTransformationResultRecord = { recordId, result: 'Ok', data: '', metadata };
    const size = this.#rows.add(row, this.#free + data.length, record);
    if (size === -1) return false;
    this.#free -= size - data.length;
    this.#records[index] = record;
    return true;
  }

  /** Firehose puts the record under the error prefix. The data is as it came. */
  fail(index: number, { recordId, data }: Source): void {
    this.#records[index] = { recordId, result: 'ProcessingFailed', data };
  }

  /** Every record in the order of the request; each must have been answered. */
  finish(): FirehoseTransformationResultRecord[] {
    this.#rows.flush();
    spare = this.#rows;
    return this.#records;
  }
}
