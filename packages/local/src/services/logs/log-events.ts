import { type FileHandle, open } from 'node:fs/promises';

export interface LogEvent {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
  /** Where the event begins in its file, in bytes. */
  readonly offset: number;
  readonly end: number;
}

/** At most so much of a file is read at a time, about what AWS answers at a time. */
const windowBytes = 1024 * 1024;

const eventStart = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)[ \t]/;

/** A line inside a message that could be taken for the beginning of an event, or was marked so: it gets a tab in front. */
const likeEventStart = /^(?=\t*\d{4}-\d\d-\d\dT)/;

/** The text of one event in its file, line end included. */
export function eventText(timestamp: number, message: string): string {
  const [first = '', ...others] = message.trimEnd().split('\n');
  const lines = [first, ...others.map((line) => line.replace(likeEventStart, '\t'))];
  return `${new Date(timestamp).toISOString()} ${lines.join('\n')}\n`;
}

/** The events that begin at `offset`, where one does, and lie within one window after it; none at the file's end. */
export async function readForward(file: string, offset: number): Promise<LogEvent[]> {
  return reading(file, async (handle, size) => {
    const bytes = await slice(handle, offset, Math.min(size, offset + windowBytes));
    const events = eventsIn(bytes, offset);
    // The last one may go on behind the window.
    if (offset + bytes.length < size && events.length > 1) events.pop();
    return events;
  });
}

/** The events within one window before `end` (the file's end when left out). */
export async function readBackward(file: string, end?: number): Promise<LogEvent[]> {
  return reading(file, async (handle, size) => {
    const last = Math.min(size, end ?? size);
    const first = Math.max(0, last - windowBytes);
    return eventsIn(await slice(handle, first, last), first);
  });
}

async function reading(
  file: string,
  use: (handle: FileHandle, size: number) => Promise<LogEvent[]>,
): Promise<LogEvent[]> {
  const handle = await open(file, 'r');
  try {
    return await use(handle, (await handle.stat()).size);
  } finally {
    await handle.close();
  }
}

async function slice(handle: FileHandle, from: number, to: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.max(0, to - from)), 0, undefined, from);
  return buffer.subarray(0, bytesRead);
}

function eventsIn(bytes: Buffer, base: number): LogEvent[] {
  const events: { timestamp: number; message: string; offset: number; end: number }[] = [];
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(10, start);
    const next = newline < 0 ? bytes.length : newline + 1;
    const line = bytes.toString('utf8', start, newline < 0 ? bytes.length : newline);
    const time = eventStart.exec(line);
    const current = events.at(-1);
    if (time) {
      const message = line.slice(time[0].length);
      events.push({ timestamp: Date.parse(time[1] ?? ''), message, offset: base + start, end: base + next });
    } else if (current) {
      current.message += `\n${line.replace(/^\t(?=\t*\d{4}-\d\d-\d\dT)/, '')}`;
      current.end = base + next;
    }
    start = next;
  }
  return events;
}
