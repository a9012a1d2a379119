import {
  CreatePartitionCommand,
  DeleteTableCommand,
  EntityNotFoundException,
  GetPartitionCommand,
  GetPartitionsCommand,
  GetTableCommand,
  type GlueClient,
  type Partition as GluePartition,
  type StorageDescriptor,
  type Table,
  type TableInput,
  UpdatePartitionCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import { literal } from './conditions.ts';
import type { Catalog } from './dependencies.ts';
import { fromParameters, type Partition, type PartitionName, partitionKey, toParameters } from './partition.ts';
import { rangeParameter } from './projected-range.ts';

export interface GlueNames {
  readonly database: string;
  readonly compactedTable: string;
  readonly uncompactedTable: string;
}

/** The tables in the Glue catalog. The compacted table's partition keys are application_id and event_date. */
export function glueCatalog(client: GlueClient, { database, compactedTable, uncompactedTable }: GlueNames): Catalog {
  const ofTable = (TableName: string) => ({ DatabaseName: database, TableName });
  let descriptor: StorageDescriptor | undefined;

  async function table(Name: string): Promise<Table> {
    const { Table: found } = await client.send(new GetTableCommand({ DatabaseName: database, Name }));
    if (found === undefined) throw new Error(`Glue answered no table ${Name}`);
    return found;
  }

  async function compactedDescriptor(): Promise<StorageDescriptor> {
    descriptor ??= (await table(compactedTable)).StorageDescriptor ?? {};
    return descriptor;
  }

  async function list(TableName: string, Expression?: string): Promise<GluePartition[]> {
    const found: GluePartition[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(
        new GetPartitionsCommand({ ...ofTable(TableName), Expression, NextToken, ExcludeColumnSchema: true }),
      );
      found.push(...(page.Partitions ?? []));
      NextToken = page.NextToken;
    } while (NextToken);
    return found;
  }

  return {
    async columns() {
      return ((await compactedDescriptor()).Columns ?? []).flatMap(({ Name }) => Name ?? []);
    },

    async partitions(firstDate, lastDate) {
      const days = `event_date >= ${literal(firstDate)} AND event_date <= ${literal(lastDate)}`;
      return (await list(compactedTable, days)).map(readPartition);
    },

    async partition({ applicationId, eventDate }) {
      const PartitionValues = [applicationId, eventDate];
      const found = await unlessMissing(
        client.send(new GetPartitionCommand({ ...ofTable(compactedTable), PartitionValues })),
      );
      return found?.Partition && readPartition(found.Partition);
    },

    async swap({ applicationId, eventDate, location, facts }, isNew) {
      const Values = [applicationId, eventDate];
      const PartitionInput = {
        Values,
        StorageDescriptor: { ...(await compactedDescriptor()), Location: location },
        Parameters: toParameters(facts),
      };
      const input = { ...ofTable(compactedTable), PartitionInput };
      if (isNew) await client.send(new CreatePartitionCommand(input));
      else await client.send(new UpdatePartitionCommand({ ...input, PartitionValueList: Values }));
    },

    async locations(temporaryTable) {
      const partitions = await list(temporaryTable);
      return new Map(partitions.map((partition) => [partitionKey(nameOf(partition)), locationOf(partition)]));
    },

    async dropTable(Name) {
      await unlessMissing(client.send(new DeleteTableCommand({ DatabaseName: database, Name })));
    },

    async range() {
      const { Parameters, VersionId } = await table(uncompactedTable);
      const range = Parameters?.[rangeParameter];
      if (range !== undefined && VersionId !== undefined) return { range, version: VersionId };
      throw new Error(`The table ${uncompactedTable} has no ${rangeParameter}`);
    },

    async setRange(range, { version }) {
      const { Parameters, ...current } = inputOf(await table(uncompactedTable));
      const command = new UpdateTableCommand({
        DatabaseName: database,
        TableInput: { ...current, Parameters: { ...Parameters, [rangeParameter]: range } },
        VersionId: version,
        SkipArchive: true,
      });
      await client.send(command);
    },
  };
}

function readPartition(partition: GluePartition): Partition {
  return { ...nameOf(partition), location: locationOf(partition), facts: fromParameters(partition.Parameters) };
}

function nameOf({ Values: [applicationId = '', eventDate = ''] = [] }: GluePartition): PartitionName {
  return { applicationId, eventDate };
}

function locationOf({ StorageDescriptor }: GluePartition): string {
  return (StorageDescriptor?.Location ?? '').replace(/\/?$/, '/');
}

/** What may be written of a table: https://docs.aws.amazon.com/glue/latest/webapi/API_TableInput.html */
function inputOf(table: Table): TableInput {
  const { Name, Description, Owner, Retention, StorageDescriptor, PartitionKeys, TableType, Parameters } = table;
  return { Name, Description, Owner, Retention, StorageDescriptor, PartitionKeys, TableType, Parameters };
}

async function unlessMissing<T>(sent: Promise<T>): Promise<T | undefined> {
  try {
    return await sent;
  } catch (error) {
    if (error instanceof EntityNotFoundException) return undefined;
    throw error;
  }
}
