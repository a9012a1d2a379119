import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { errorMessage } from '../../../schemas/error-message.ts';
import { isObject, parseJson } from '../../../schemas/parse-json.ts';
import { UsageError } from '../errors.ts';
import { arrayItems } from './json-slices.ts';
import type { InputEvent } from './post-events.ts';
import { readText } from './read-text.ts';

/** A file of events that can be read more than once. */
export interface EventSource {
  /** The events' texts in the order of the file; an NDJSON file is never held whole. */
  events(): AsyncIterable<InputEvent>;
  close(): Promise<void>;
}

/**
 * Opens NDJSON, a JSON array or the body of a request, `{"events": […]}` with any other members; `-` is standard input. Throws
 * UsageError when the file cannot be read.
 */
export async function openEvents(file: string): Promise<EventSource> {
  if (file !== '-') {
    return { events: () => readEvents(file), close: async () => {} };
  }
  const directory = await mkdtemp(join(tmpdir(), 'gap-send-'));
  const copy = join(directory, 'events');
  await pipeline(process.stdin, createWriteStream(copy));
  return { events: () => readEvents(copy), close: () => rm(directory, { recursive: true }) };
}

async function refuseFolder(file: string): Promise<void> {
  const found = await stat(file).catch((error: Error) => {
    throw new UsageError(`cannot read ${file}: ${error.message}`);
  });
  if (found.isDirectory()) throw new UsageError(`cannot read ${file}: it is a folder`);
}

async function* readEvents(file: string): AsyncIterable<InputEvent> {
  await refuseFolder(file);
  const items = await wholeItems(file);
  if (items !== undefined) {
    for (const [index, text] of items.entries()) yield { text, position: index + 1 };
    return;
  }
  let position = 0;
  for await (const line of linesOf(readText(file))) {
    position += 1;
    // A byte order mark counts as space.
    const text = line.trim();
    if (text) yield { text, position };
  }
}

/** The items of a file that is one JSON array or one request body; undefined: its lines are events. */
async function wholeItems(file: string): Promise<string[] | undefined> {
  const first = await firstLine(file);
  const isArray = first.startsWith('[');
  // A line that is an event tells NDJSON, however large the file is. A body may have its members on many lines.
  const value = isArray ? undefined : parseJson(first);
  if (isObject(value) ? !Array.isArray(value.events) : !isArray && !first.startsWith('{')) return undefined;
  let text = '';
  for await (const chunk of readText(file)) text += chunk;
  if (!isArray && !isBody(text)) return undefined;
  try {
    return arrayItems(text);
  } catch (error) {
    throw new Error(`${file}: ${errorMessage(error)}`);
  }
}

/** One that is cut off or broken is a body as well, where its beginning says so: its lines are no events. */
function isBody(text: string): boolean {
  const value = parseJson(text.replace(/^\uFEFF/, ''));
  return isObject(value) ? Array.isArray(value.events) : /^\s*\{\s*"events"\s*:\s*\[/.test(text);
}

async function firstLine(file: string): Promise<string> {
  for await (const line of linesOf(readText(file))) if (line.trim() !== '') return line.trim();
  return '';
}

/** Splits at newlines alone: the other line separators of Unicode may stand in a JSON text. */
async function* linesOf(chunks: AsyncIterable<string>): AsyncIterable<string> {
  let rest: string[] = [];
  for await (const chunk of chunks) {
    const [first = '', ...others] = chunk.split('\n');
    rest.push(first);
    for (const line of others) {
      yield rest.join('');
      rest = [line];
    }
  }
  yield rest.join('');
}
