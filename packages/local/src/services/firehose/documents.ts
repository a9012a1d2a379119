import { isUtf8 } from 'node:buffer';
import { jsonDocuments } from './json-documents.ts';

/** Why a record cannot even be tried to be converted. */
export interface NotDocuments {
  readonly code: string;
  readonly message: string;
}

const newline = Buffer.from('\n');
/** More than one document, a document on several lines, or a key with a capital letter. */
const needsCare = /[\n\r]|\}\s*\{/;
const mayHaveCapitalKey = /[{,]\s*"[^"\\]*[A-Z]/;

/**
 * The JSON documents of a record to be converted, each as one line with its newline. A record may hold several documents
 * one after the other, but no array of them.
 * https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion.html#record-format-conversion-deserializer
 */
export function documentLines(data: Buffer, lowerCaseKeys: boolean): Buffer[] | NotDocuments {
  const record = withoutSpace(data);
  const trimmed = record.toString('latin1');
  if (trimmed === '') {
    return {
      code: 'DataFormatConversion.MalformedData',
      message: 'The input record was empty or contained only whitespace.',
    };
  }
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) return noObject(trimmed);
  if (!isUtf8(record)) return { code: 'DataFormatConversion.ParseError', message: 'The record is not valid UTF-8.' };
  if (!needsCare.test(trimmed) && !(lowerCaseKeys && mayHaveCapitalKey.test(trimmed)))
    return [Buffer.concat([record, newline])];
  const documents = jsonDocuments(record.toString(), lowerCaseKeys);
  return documents ? documents.map((document) => Buffer.from(`${document}\n`)) : malformed;
}

const malformed: NotDocuments = { code: 'DataFormatConversion.ParseError', message: 'Encountered malformed JSON.' };

function noObject(text: string): NotDocuments {
  try {
    JSON.parse(text);
  } catch {
    return malformed;
  }
  return {
    code: 'DataFormatConversion.MalformedData',
    message: 'The top level of the input JSON must be an object.',
  };
}

function withoutSpace(data: Buffer): Buffer {
  let start = 0;
  let end = data.length;
  while (start < end && isSpace(data[start])) start++;
  while (end > start && isSpace(data[end - 1])) end--;
  return data.subarray(start, end);
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
