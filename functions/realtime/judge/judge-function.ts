import type { JobFunction } from './job-function.ts';
import { type ArrivedRecord, type JudgeRecordsOptions, judgeRecords } from './judge-records.ts';
import { judgedRowTypes } from './judged-row.ts';

/** The SQL function `judge(record BYTES, arrived_at TIMESTAMP_LTZ(3))`. */
export function judgeFunction(options: JudgeRecordsOptions): JobFunction {
  return {
    returns: judgedRowTypes,
    evaluate: async (records = [], arrivals = []) =>
      judgeRecords(
        records.map((record, index) => arrivedRecord(record, arrivals[index])),
        options,
      ),
  };
}

function arrivedRecord(record: unknown, arrivedAt: unknown): ArrivedRecord {
  if (!(record instanceof Uint8Array) || typeof arrivedAt !== 'number') {
    throw new TypeError('judge takes BYTES and a TIMESTAMP_LTZ(3)');
  }
  const bytes = Buffer.isBuffer(record) ? record : Buffer.from(record.buffer, record.byteOffset, record.byteLength);
  return { bytes, arrivedAt };
}
