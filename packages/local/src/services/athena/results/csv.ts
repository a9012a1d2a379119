import { open } from 'node:fs/promises';

/** One line of Athena's result files: every value in quotes, NULL as nothing at all. */
export function csvLine(values: readonly (string | undefined)[]): string {
  return `${values.map((value) => (value === undefined ? '' : `"${value.replaceAll('"', '""')}"`)).join(',')}\n`;
}

export interface CsvPage {
  readonly rows: readonly (readonly (string | undefined)[])[];
  /** The byte at which the next page begins; undefined at the end of the file. */
  readonly next: number | undefined;
}

const chunkBytes = 256 * 1024;

/** Reads so many rows of a result file from a byte on: pages cost what they hold, however long the file is. */
export async function readCsv(path: string, start: number, limit: number): Promise<CsvPage> {
  const file = await open(path, 'r');
  try {
    const rows: (string | undefined)[][] = [];
    let position = start;
    let pending = Buffer.alloc(0);
    for (;;) {
      const chunk = Buffer.alloc(chunkBytes);
      const { bytesRead } = await file.read(chunk, 0, chunkBytes, position + pending.length);
      pending = Buffer.concat([pending, chunk.subarray(0, bytesRead)]);
      let end = lineEnd(pending, 0);
      let from = 0;
      while (end !== -1 && rows.length < limit) {
        rows.push(parseLine(pending.toString('utf8', from, end)));
        from = end + 1;
        end = lineEnd(pending, from);
      }
      position += from;
      pending = pending.subarray(from);
      const isAtEnd = bytesRead === 0;
      if (rows.length === limit)
        return { rows, next: isAtEnd && pending.length === 0 ? undefined : await more(file, position) };
      if (isAtEnd) return { rows, next: undefined };
    }
  } finally {
    await file.close();
  }
}

async function more(file: Awaited<ReturnType<typeof open>>, position: number): Promise<number | undefined> {
  return (await file.stat()).size > position ? position : undefined;
}

const [quote, newline] = [0x22, 0x0a];

/** The end of the line that begins there: a newline outside of quotes. */
function lineEnd(bytes: Buffer, from: number): number {
  let isQuoted = false;
  for (let index = from; index < bytes.length; index++) {
    if (bytes[index] === quote) isQuoted = !isQuoted;
    else if (bytes[index] === newline && !isQuoted) return index;
  }
  return -1;
}

function parseLine(line: string): (string | undefined)[] {
  const values: (string | undefined)[] = [];
  let index = 0;
  for (;;) {
    if (line[index] === '"') {
      const [whole = '', content = ''] = /"((?:[^"]|"")*)"/y.exec(line.slice(index)) ?? [];
      values.push(content.replaceAll('""', '"'));
      index += whole.length;
    } else {
      values.push(undefined);
    }
    if (line[index] !== ',') return values;
    index++;
  }
}
