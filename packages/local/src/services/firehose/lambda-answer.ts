import { isObject } from '../json-object.ts';
import type { Failure } from './error-record.ts';
import type { SourceRecord } from './source.ts';

/** What the transformation made of one record. */
export type Outcome =
  | { readonly kind: 'ok'; readonly data: Buffer; readonly partitionKeys: Readonly<Record<string, string>> }
  | { readonly kind: 'dropped' }
  | { readonly kind: 'failed'; readonly failure: Failure };

type AnsweredRecord = Readonly<Record<string, unknown>>;

/** The answer of a function cannot be used at all: the invocation counts as failed. */
export class UnusableAnswer extends Error {}

/**
 * Judges each record of a transformation by what the function answered for it; what is wrong with one record's answer
 * costs that record only.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-status-model.html
 */
export function judgeAnswer(
  payload: string,
  records: readonly SourceRecord[],
  { partitionKeys, attempts }: { partitionKeys: readonly string[]; attempts: number },
): Outcome[] {
  const answers = new Map<string, AnsweredRecord | 'twice'>();
  for (const answer of answeredRecords(payload)) {
    const { recordId } = answer;
    if (typeof recordId === 'string') answers.set(recordId, answers.has(recordId) ? 'twice' : answer);
  }
  return records.map(({ id }) => {
    const answer = answers.get(id);
    if (answer === undefined) {
      const message =
        'One or more record IDs were not returned. Ensure that the Lambda function returns all received record IDs.';
      return processingFailure('Lambda.MissingRecordId', message, attempts);
    }
    if (answer === 'twice') {
      const message =
        'Multiple records were returned with the same record ID. Ensure that the Lambda function returns unique record IDs for each record.';
      return processingFailure('Lambda.DuplicatedRecordId', message, attempts);
    }
    return judge(answer, partitionKeys, attempts);
  });
}

export function processingFailure(code: string, message: string, attempts: number): Outcome {
  return { kind: 'failed', failure: { type: 'processing-failed', code, message, attempts } };
}

function judge(answer: AnsweredRecord, wantedKeys: readonly string[], attempts: number): Outcome {
  const { result, data, metadata } = answer;
  if (result === 'Dropped') return { kind: 'dropped' };
  if (result === 'ProcessingFailed') {
    return processingFailure('Lambda.ProcessingFailedStatus', 'ProcessingFailed status set for record', attempts);
  }
  if (result !== 'Ok') {
    const message = `The record was returned with the result ${JSON.stringify(result)}; it must be Ok, Dropped or ProcessingFailed.`;
    return processingFailure('Lambda.JsonProcessingException', message, attempts);
  }
  const bytes = decodeBase64(data);
  if (!bytes) {
    return processingFailure(
      'Lambda.JsonProcessingException',
      'The data of the returned record is not base64.',
      attempts,
    );
  }
  if (wantedKeys.length === 0) return { kind: 'ok', data: bytes, partitionKeys: {} };
  const keys = partitionKeysOf(metadata, wantedKeys);
  if (keys) return { kind: 'ok', data: bytes, partitionKeys: keys };
  const message = 'partitionKeys values must not be null or empty';
  const code = 'DynamicPartitioning.MetadataExtractionFailed';
  return { kind: 'failed', failure: { type: 'metadata-extraction-failed', code, message, attempts } };
}

function answeredRecords(payload: string): AnsweredRecord[] {
  let answer: unknown;
  try {
    answer = JSON.parse(payload);
  } catch {
    throw new UnusableAnswer('the function answered no JSON');
  }
  if (!isObject(answer) || !Array.isArray(answer.records))
    throw new UnusableAnswer('the function answered no list of records');
  return answer.records.filter(isObject);
}

/** The bytes, or undefined for anything that Java's strict decoder would refuse. */
function decodeBase64(data: unknown): Buffer | undefined {
  if (typeof data !== 'string' || data.length % 4 !== 0 || data.includes('-') || data.includes('_')) return undefined;
  const bytes = Buffer.from(data, 'base64');
  const padding = data.endsWith('==') ? 2 : Number(data.endsWith('='));
  return bytes.length === (data.length / 4) * 3 - padding ? bytes : undefined;
}

function partitionKeysOf(metadata: unknown, wanted: readonly string[]): Record<string, string> | undefined {
  const given = isObject(metadata) && isObject(metadata.partitionKeys) ? metadata.partitionKeys : {};
  const keys: Record<string, string> = {};
  for (const name of wanted) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined || value === null || typeof value === 'object' || value === '') return undefined;
    keys[name] = String(value);
  }
  return keys;
}
