import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { linearPattern } from '../../linear-pattern.ts';
import { describeTable } from './describe-table.ts';
import { prepareQuery } from './prepare-query.ts';
import { type ColumnInfo, textColumn } from './results/column-info.ts';
import { csvLine } from './results/csv.ts';
import type { StatementRun } from './statement-run.ts';
import { allDatabases, allTables } from './tables/information-schema.ts';
import { createTableAs } from './writes/create-table-as.ts';
import { createView, dropView } from './writes/create-view.ts';
import { dropTable } from './writes/drop-table.ts';

/** What a statement has made. */
export interface StatementResult {
  readonly columns: readonly ColumnInfo[];
  /** The number of rows that it wrote to a table; such a statement has no results. */
  readonly written?: number;
}

/** Runs one statement and writes its results, where it has any, to the file. Throws what made it fail. */
export async function runStatement(run: StatementRun): Promise<StatementResult> {
  await mkdir(dirname(run.file), { recursive: true });
  const { statement, runtime, caller } = run;
  switch (statement.kind) {
    case 'select': {
      const translation = await prepareQuery(run, statement.query);
      return { columns: await run.connection.write(translation, run.file) };
    }
    case 'explain': {
      const { sql } = await prepareQuery(run, statement.query);
      const { rows } = await run.connection.run(`EXPLAIN ${sql}`);
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
    case 'create-table-as':
      return { columns: [], written: await createTableAs(run, statement) };
    case 'create-view':
      await createView(run, statement);
      return writeTexts(run.file, [], []);
    case 'drop-view':
      await dropView(run, statement);
      return writeTexts(run.file, [], []);
    case 'drop-table':
      await dropTable(run, statement);
      return writeTexts(run.file, [], []);
    case 'execute':
      throw new Error('EXECUTE is resolved before it is run');
  }
}

async function writeTexts(
  file: string,
  names: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<StatementResult> {
  await writeFile(file, rows.map((row) => csvLine(row)).join(''));
  return { columns: names.map(textColumn) };
}

/** Hive's patterns: `*` is anything, `|` is or. */
function hivePattern(pattern: string | undefined): (name: string) => boolean {
  if (pattern === undefined) return () => true;
  const alternatives = pattern
    .split('|')
    .map((part) => part.replace(/[.+?^${}()[\]\\]/g, '\\$&').replaceAll('*', '.*'));
  const expression = linearPattern(`^(?:${alternatives.join('|')})$`, { ignoreCase: true });
  return (name) => expression.test(name);
}
