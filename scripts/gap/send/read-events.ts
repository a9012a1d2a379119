import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
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

/** Opens NDJSON or a JSON array; `-` is standard input. Throws UsageError when the file cannot be read. */
export async function openEvents(file: string): Promise<EventSource> {
  if (file !== '-') return { events: () => readEvents(file), close: async () => {} };
  const directory = await mkdtemp(join(tmpdir(), 'gap-send-'));
  const copy = join(directory, 'events');
  await pipeline(process.stdin, createWriteStream(copy));
  return { events: () => readEvents(copy), close: () => rm(directory, { recursive: true }) };
}

async function* readEvents(file: string): AsyncIterable<InputEvent> {
  if ((await firstCharacter(file)) === '[') {
    const items = arrayItems(await readFile(file, 'utf8'));
    for (const [index, text] of items.entries()) yield { text, position: index + 1 };
    return;
  }
  let position = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    position += 1;
    const text = line.trim();
    if (text) yield { text: position === 1 ? text.replace(/^\uFEFF/, '') : text, position };
  }
}

async function firstCharacter(file: string): Promise<string> {
  const handle = await open(file).catch((error: Error) => {
    throw new UsageError(`cannot read ${file}: ${error.message}`);
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    return buffer
      .subarray(0, bytesRead)
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .trimStart()
      .charAt(0);
  } finally {
    await handle.close();
  }
}
