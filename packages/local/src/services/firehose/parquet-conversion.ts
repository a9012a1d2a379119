import { type FileHandle, open, rm } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Conversion } from './conversion-configuration.ts';
import { type Column, copyToParquet, selectAll, selectFit, selectUnfit } from './conversion-sql.ts';
import { linesOf } from './lines.ts';

/** A document that does not fit the table. */
export interface Misfit {
  /** Its line in the file of documents, from 0. */
  readonly line: number;
  readonly document: Buffer;
  readonly code: string;
  readonly message: string;
}

export interface Converted {
  readonly rows: number;
  readonly misfits: number;
}

type Settings = Pick<Conversion, 'serde' | 'compression' | 'parquetVersion'>;

/**
 * Writes a file of JSON documents, one a line, as one Parquet file. When all of them fit the table, DuckDB does it in one
 * pass; else a slower pass judges each by itself, writes those that fit, and hands the others to `onMisfit` in order.
 * The target is not synced. Without a single document that fits, there is no target.
 */
export async function convertToParquet(
  connection: DuckDBConnection,
  {
    documents,
    target,
    columns,
    settings,
  }: { documents: string; target: string; columns: readonly Column[]; settings: Settings },
  onMisfit: (misfit: Misfit) => Promise<void>,
): Promise<Converted> {
  try {
    const { rowsChanged } = await connection.run(
      copyToParquet(selectAll(columns, documents, settings.serde), target, settings),
    );
    return { rows: rowsChanged, misfits: 0 };
  } catch (error) {
    if (!isDataError(error)) throw error;
  }
  const numbered = `${documents}.numbered`;
  try {
    await numberLines(documents, numbered);
    const unfit = await connection.stream(selectUnfit(columns, numbered, settings.serde));
    const misfits = await handOver(unfitLines(unfit), documents, onMisfit);
    const { rowsChanged } = await connection.run(
      copyToParquet(selectFit(columns, numbered, settings.serde), target, settings),
    );
    if (rowsChanged === 0) await rm(target);
    return { rows: rowsChanged, misfits };
  } finally {
    await rm(numbered, { force: true });
  }
}

/** What DuckDB says of data, as against a full disk or too little memory. */
function isDataError(error: unknown): boolean {
  return error instanceof Error && /^(Invalid Input|Conversion|Out of Range)/.test(error.message);
}

const bytesPerWrite = 1 << 20;

async function numberLines(documents: string, target: string): Promise<void> {
  const file = await open(target, 'w');
  try {
    let line = 0;
    let pending = '';
    for await (const document of linesOf(documents)) {
      pending += `${JSON.stringify({ n: line++, d: document.toString() })}\n`;
      if (pending.length >= bytesPerWrite) pending = await write(file, pending);
    }
    await write(file, pending);
  } finally {
    await file.close();
  }
}

async function write(file: FileHandle, text: string): Promise<''> {
  await file.appendFile(text);
  return '';
}

interface UnfitLine {
  readonly line: number;
  /** Null: the document is no JSON object. */
  readonly column: string | null;
}

type Unfit = Awaited<ReturnType<DuckDBConnection['stream']>>;

async function* unfitLines(result: Unfit): AsyncGenerator<UnfitLine> {
  for await (const rows of result.yieldRows()) {
    for (const [line, column] of rows) yield { line: Number(line), column: typeof column === 'string' ? column : null };
  }
}

async function handOver(
  unfit: AsyncGenerator<UnfitLine>,
  documents: string,
  onMisfit: (misfit: Misfit) => Promise<void>,
): Promise<number> {
  let misfits = 0;
  let line = -1;
  let next = await unfit.next();
  for await (const document of linesOf(documents)) {
    line++;
    if (next.done) break;
    if (next.value.line !== line) continue;
    misfits++;
    await onMisfit({ line, document, ...reason(next.value.column) });
    next = await unfit.next();
  }
  return misfits;
}

function reason(column: string | null): { code: string; message: string } {
  if (column === null) return { code: 'DataFormatConversion.ParseError', message: 'Encountered malformed JSON.' };
  return {
    code: 'DataFormatConversion.MalformedData',
    message: `Data does not match the schema. The value of the column ${column} does not fit its type.`,
  };
}
