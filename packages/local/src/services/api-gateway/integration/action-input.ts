import { errorMessage } from '../../../error-message.ts';
import { ServiceError } from '../../../service.ts';
import { Utf8Content } from '../../content.ts';
import { isObject } from '../../json-object.ts';
import type { Rendered } from '../vtl/template.ts';

/**
 * The input that the mapped text means. `blobMember` is what the action takes as blobs: a blob that the template printed
 * as the whole of such a member is handed over as it is, every other one is put in as its base64 before the text is read.
 */
export function inputOf(mapped: Rendered, blobMember: string | undefined): unknown {
  if (blobMember !== undefined && mapped.blobs.length > 0) {
    const input = withBlobs(mapped, blobMember);
    if (input !== undefined) return input;
  }
  return parse(textOf(mapped));
}

/** Undefined unless each mark is found to be such a member; in an array they come in the order of the text. */
function withBlobs({ output, mark, blobs }: Rendered, member: string): unknown {
  let input: unknown;
  try {
    input = JSON.parse(output);
  } catch {
    return undefined;
  }
  if (!isObject(input)) return undefined;
  const holders: readonly unknown[] = Array.isArray(input.Records) ? input.Records : [input];
  let found = 0;
  for (const holder of holders) {
    if (!isRecord(holder) || holder[member] !== mark) continue;
    const text = blobs[found++];
    if (text !== undefined) holder[member] = new Utf8Content(text);
  }
  return found === blobs.length ? input : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return isObject(value);
}

function textOf({ output, mark, blobs }: Rendered): string {
  if (blobs.length === 0) return output;
  const [first = '', ...rest] = output.split(mark);
  let text = first;
  for (const [index, part] of rest.entries()) text += Buffer.from(blobs[index] ?? '').toString('base64') + part;
  return text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // As a service of the JSON protocol answers a body that it cannot read.
    throw new ServiceError('SerializationException', errorMessage(error));
  }
}
