import { SqlError } from 'sql-dialects';
import type { CreateView, Statement } from 'sql-dialects/trino';
import type { TableInput } from '../../glue/entities.ts';
import { translateQuery } from '../prepare-query.ts';
import { athenaType } from '../sql/sql-type.ts';
import type { StatementRun } from '../statement-run.ts';
import { type TargetTable, targetOf } from './target-table.ts';
import { type WrittenColumn, writtenColumns } from './written-columns.ts';

const start = { line: 1, column: 1 };

/**
 * `CREATE [OR REPLACE] VIEW`: the query is checked and kept in the catalog as it is written.
 * https://docs.aws.amazon.com/athena/latest/ug/create-view.html
 */
export async function createView(run: StatementRun, statement: CreateView): Promise<void> {
  const target = await targetOf(run, statement.parts);
  const { database, name, table } = target;
  if (table !== undefined && !statement.orReplace) {
    throw new SqlError(`View already exists: '${qualified(target)}'`, start, 'TABLE_ALREADY_EXISTS');
  }
  if (table !== undefined && table.TableType !== 'VIRTUAL_VIEW') {
    throw new SqlError(`Table already exists: '${qualified(target)}'`, start, 'TABLE_ALREADY_EXISTS');
  }
  const { translation, tables } = await translateQuery(run, statement.query);
  if (tables.names.has(`${database}.${name}`)) {
    throw new SqlError('Statement would create a recursive view', start, 'VIEW_IS_RECURSIVE');
  }
  const action = table === undefined ? 'CreateTable' : 'UpdateTable';
  const input = {
    DatabaseName: database,
    TableInput: viewInput(target, statement.text, writtenColumns(translation.columns)),
  };
  await run.runtime.services.call('glue', action, input, run.caller);
}

/** https://docs.aws.amazon.com/athena/latest/ug/drop-view.html */
export async function dropView(
  run: StatementRun,
  { parts, ifExists }: Extract<Statement, { kind: 'drop-table' | 'drop-view' }>,
): Promise<void> {
  const target = await targetOf(run, parts);
  const { database, name, table } = target;
  if (table === undefined) {
    if (ifExists) return;
    throw new SqlError(`View '${qualified(target)}' does not exist`, start, 'TABLE_NOT_FOUND');
  }
  if (table.TableType !== 'VIRTUAL_VIEW') {
    const message = `View '${qualified(target)}' does not exist, but a table with that name exists. Did you mean DROP TABLE?`;
    throw new SqlError(message, start, 'TABLE_NOT_FOUND');
  }
  await run.runtime.services.call('glue', 'DeleteTable', { DatabaseName: database, Name: name }, run.caller);
}

function qualified({ database, name }: TargetTable): string {
  return `awsdatacatalog.${database}.${name}`;
}

/** A view as Athena writes it to the Data Catalog. */
function viewInput(
  { database, name }: TargetTable,
  originalSql: string,
  columns: readonly WrittenColumn[],
): TableInput {
  const document = {
    ...{ originalSql, catalog: 'awsdatacatalog', schema: database },
    columns: columns.map(({ name: column, type }) => ({ name: column, type: athenaType(type) })),
  };
  return {
    Name: name,
    TableType: 'VIRTUAL_VIEW',
    Parameters: { presto_view: 'true', comment: 'Presto View' },
    StorageDescriptor: { Columns: columns.map(({ glue }) => glue), SerdeInfo: {} },
    ViewOriginalText: `/* Presto View: ${Buffer.from(JSON.stringify(document)).toString('base64')} */`,
    ViewExpandedText: '/* Presto View */',
  };
}
