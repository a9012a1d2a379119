import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { UsageError } from '../errors.ts';
import { arrayItems } from './json-slices.ts';
import type { InputEvent } from './post-events.ts';

/** A file of events that can be read more than once. */
export interface EventSource {
  /** The events' texts in the order of the file; an NDJSON file is never held whole. */
  events(): AsyncIterable<InputEvent>;
  close(): Promise<void>;
}

/** Opens NDJSON, a JSON array or the body of a request, `{"events": […]}`; `-` is standard input. Throws UsageError when the file cannot be read. */
export async function openEvents(file: string): Promise<EventSource> {
  if (file !== '-') return { events: () => readEvents(file), close: async () => {} };
  const directory = await mkdtemp(join(tmpdir(), 'gap-send-'));
  const copy = join(directory, 'events');
  await pipeline(process.stdin, createWriteStream(copy));
  return { events: () => readEvents(copy), close: () => rm(directory, { recursive: true }) };
}

async function* readEvents(file: string): AsyncIterable<InputEvent> {
  if (/^(\[|\{\s*"events"\s*:\s*\[)/.test(await beginning(file))) {
    const items = itemsOf(await readFile(file, 'utf8'), file);
    for (const [index, text] of items.entries()) yield { text, position: index + 1 };
    return;
  }
  let position = 0;
  for await (const line of linesOf(file)) {
    position += 1;
    // A byte order mark counts as space.
    const text = line.trim();
    if (text) yield { text, position };
  }
}

function itemsOf(text: string, file: string): string[] {
  try {
    return arrayItems(text);
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Splits at newlines alone: the other line separators of Unicode may stand in a JSON text. */
async function* linesOf(file: string): AsyncIterable<string> {
  let rest: string[] = [];
  for await (const chunk of createReadStream(file, 'utf8') as AsyncIterable<string>) {
    const [first = '', ...others] = chunk.split('\n');
    rest.push(first);
    for (const line of others) {
      yield rest.join('');
      rest = [line];
    }
  }
  yield rest.join('');
}

async function beginning(file: string): Promise<string> {
  const handle = await open(file).catch((error: Error) => {
    throw new UsageError(`cannot read ${file}: ${error.message}`);
  });
  try {
    if ((await handle.stat()).isDirectory()) throw new UsageError(`cannot read ${file}: it is a folder`);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    return buffer
      .subarray(0, bytesRead)
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .trimStart();
  } finally {
    await handle.close();
  }
}
