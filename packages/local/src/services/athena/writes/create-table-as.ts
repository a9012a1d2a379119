import { SqlError } from 'sql-dialects';
import type { CreateTableAs } from 'sql-dialects/trino';
import { ServiceError } from '../../../service.ts';
import type { TableInput } from '../../glue/entities.ts';
import { prepareQuery } from '../prepare-query.ts';
import type { StatementRun } from '../statement-run.ts';
import { parseLocation } from '../tables/s3-location.ts';
import { checkEmpty } from './check-empty.ts';
import { type FileLayout, fileLayout, partitionFolder } from './file-layout.ts';
import { parquetDescriptor } from './parquet-descriptor.ts';
import { registerPartitions } from './register-partitions.ts';
import { readTableProperties } from './table-properties.ts';
import { targetOf } from './target-table.ts';
import { writeFiles } from './write-files.ts';
import { type WrittenColumn, writtenColumns } from './written-columns.ts';

/**
 * `CREATE TABLE AS`: the files, then the table, then its partitions, all with the caller's rights. What fails leaves
 * the files that were written and no table. Returns the number of rows.
 * https://docs.aws.amazon.com/athena/latest/ug/create-table-as.html
 */
export async function createTableAs(run: StatementRun, statement: CreateTableAs): Promise<number> {
  const properties = readTableProperties(statement.properties);
  const target = await targetOf(run, statement.parts);
  if (target.table !== undefined) {
    if (statement.ifNotExists) return 0;
    const message = `Destination table 'awsdatacatalog.${target.database}.${target.name}' already exists`;
    throw new SqlError(message, { line: 1, column: 1 }, 'TABLE_ALREADY_EXISTS');
  }
  const location = properties.externalLocation ?? `${run.outputLocation}/`;
  const place = parseLocation(location);
  await checkEmpty(run, place, `${target.database}.${target.name}`);
  const translation = await prepareQuery(run, statement.query);
  const columns = writtenColumns(translation.columns);
  const layout = fileLayout(columns, properties);
  const folderOf = (values: readonly string[]) => {
    return { bucket: place.bucket, prefix: `${place.prefix}${partitionFolder(layout.partitionKeys, values)}` };
  };
  const written = statement.withData
    ? await writeFiles(run, { translation, columns, layout, properties, folderOf })
    : { rows: 0, partitions: [] };
  run.checkStopped();
  await createTable(run, target, tableOf(target.name, location, layout));
  try {
    await registerPartitions(run, target, written.partitions, folderOf, parquetDescriptor('', layout));
  } catch (error) {
    const address = { DatabaseName: target.database, Name: target.name };
    // Without the right to take it back there is nothing more to do: the failure is told all the same.
    await run.runtime.services.call('glue', 'DeleteTable', address, run.caller).catch(() => undefined);
    throw error;
  }
  return written.rows;
}

async function createTable(
  run: StatementRun,
  { database }: { database: string },
  TableInput: TableInput,
): Promise<void> {
  try {
    await run.runtime.services.call('glue', 'CreateTable', { DatabaseName: database, TableInput }, run.caller);
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== 'AlreadyExistsException') throw error;
    throw new SqlError(`Table already exists: '${database}.${TableInput.Name}'`, undefined, 'TABLE_ALREADY_EXISTS');
  }
}

function tableOf(Name: string, location: string, layout: FileLayout): TableInput {
  const glue = ({ glue: column }: WrittenColumn) => column;
  return {
    Name,
    TableType: 'EXTERNAL_TABLE',
    Parameters: { EXTERNAL: 'TRUE', classification: 'parquet', has_encrypted_data: 'false' },
    PartitionKeys: layout.partitionKeys.map(glue),
    StorageDescriptor: parquetDescriptor(location, layout),
  };
}
