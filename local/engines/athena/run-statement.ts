import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Runtime } from '../../runtime.ts';
import type { Principal } from '../../service.ts';
import { describeTable } from './describe-table.ts';
import { type ColumnInfo, textColumn } from './results/column-info.ts';
import { csvLine } from './results/csv.ts';
import { writeResults } from './results/write-results.ts';
import type { Expression, Statement } from './sql/syntax.ts';
import { type Translation, translate } from './sql/translate.ts';
import type { TableReader } from './tables/create-view.ts';
import { allDatabases, allTables } from './tables/information-schema.ts';
import { loadTables } from './tables/load-tables.ts';

export interface StatementRun {
  readonly runtime: Runtime;
  readonly reader: TableReader;
  readonly connection: DuckDBConnection;
  readonly caller: Principal;
  readonly statement: Statement;
  readonly database: string;
  readonly parameters: readonly Expression[];
  /** Absolute path of the file for the results. */
  readonly file: string;
  /** Called when it is known how many bytes are to be read, before they are; throws to stop. */
  planned(bytes: number): void;
}

/** Runs one statement and writes its results to the file. Returns its columns; throws what made it fail. */
export async function runStatement(run: StatementRun): Promise<readonly ColumnInfo[]> {
  await mkdir(dirname(run.file), { recursive: true });
  const { statement, runtime, caller } = run;
  switch (statement.kind) {
    case 'select': {
      const translation = await prepare(run, statement.query);
      return writeResults(run.connection, translation, run.file);
    }
    case 'explain': {
      const { sql } = await prepare(run, statement.query);
      const plan = await run.connection.run(`EXPLAIN ${sql}`);
      const rows = await plan.getRows();
      return writeTexts(
        run.file,
        ['Query Plan'],
        rows.map((row) => [String(row.at(-1))]),
      );
    }
    case 'show-databases': {
      const names = (await allDatabases(runtime.services, caller)).map(({ Name }) => Name);
      return writeTexts(
        run.file,
        ['database_name'],
        names.filter(hivePattern(statement.pattern)).map((name) => [name]),
      );
    }
    case 'show-tables': {
      const tables = await allTables(runtime.services, caller, statement.database ?? run.database);
      const shown = tables.filter(({ TableType }) => !statement.viewsOnly || TableType === 'VIRTUAL_VIEW');
      const names = shown.map(({ Name }) => Name).filter(hivePattern(statement.pattern));
      return writeTexts(
        run.file,
        [statement.viewsOnly ? 'views' : 'tab_name'],
        names.map((name) => [name]),
      );
    }
    case 'describe': {
      const { columns, rows } = await describeTable(runtime.services, caller, statement, run.database);
      return writeTexts(run.file, columns, rows);
    }
    case 'execute':
      throw new Error('EXECUTE is resolved before it is run');
  }
}

/** Translates a query and makes the views that it reads. */
async function prepare(
  run: StatementRun,
  query: Extract<Statement, { kind: 'select' }>['query'],
): Promise<Translation> {
  const { runtime, connection, caller, database, parameters } = run;
  const nowMs = runtime.clock.now();
  const tables = await loadTables(runtime.services, caller, query, database);
  const translation = translate({ query, database, parameters, nowMs, table: tables.find });
  let bytes = 0;
  for (const scan of translation.scans) {
    bytes += await run.reader.createView(connection, tables.tableOf(scan.table), scan, nowMs, caller);
  }
  run.planned(bytes);
  return translation;
}

async function writeTexts(
  file: string,
  names: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<ColumnInfo[]> {
  await writeFile(file, rows.map((row) => csvLine(row)).join(''));
  return names.map(textColumn);
}

/** Hive's patterns: `*` is anything, `|` is or. */
function hivePattern(pattern: string | undefined): (name: string) => boolean {
  if (pattern === undefined) return () => true;
  const alternatives = pattern
    .split('|')
    .map((part) => part.replace(/[.+?^${}()[\]\\]/g, '\\$&').replaceAll('*', '.*'));
  const expression = new RegExp(`^(?:${alternatives.join('|')})$`, 'i');
  return (name) => expression.test(name);
}
