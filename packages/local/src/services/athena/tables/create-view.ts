import type { Principal, Services } from '../../../service.ts';
import type { Table } from '../../glue/entities.ts';
import type { ObjectStore } from '../../s3/object-store.ts';
import type { QueryConnection } from '../process/query-connection.ts';
import type { Scan } from '../sql/scan.ts';
import { duckType, quoted } from '../sql/sql-type.ts';
import { type JsonIndex, jsonIndex, jsonSource } from './json-source.ts';
import type { DataFile, Listings } from './list-files.ts';
import { type ParquetIndex, parquetIndex, parquetSource, type Source } from './parquet-source.ts';
import { partitionsOf } from './partitions.ts';
import type { RegisteredPartitions } from './registered-partitions.ts';

/** What reading tables depends on. */
export class TableReader {
  readonly #store: ObjectStore;
  readonly #services: Services;
  readonly #parquet: ParquetIndex = parquetIndex();
  readonly #json: JsonIndex = jsonIndex();

  constructor(store: ObjectStore, services: Services) {
    this.#store = store;
    this.#services = services;
  }

  /**
   * Makes the view that a scan names, on the connection alone, over the objects that it must read. Returns their size
   * in bytes, as far as it is read. Throws ServiceError where the caller may not read them.
   */
  async createView(
    connection: QueryConnection,
    table: Table,
    scan: Scan,
    nowMs: number,
    caller: Principal,
    registered: RegisteredPartitions,
    listings: Listings,
  ): Promise<number> {
    const search = { connection, store: this.#store, services: this.#services, caller, nowMs, registered };
    const partitions = await partitionsOf(search, table, scan);
    const source = await this.#source(connection, table, scan, await listings.of(partitions));
    await connection.run(`CREATE TEMP VIEW ${scan.view} AS ${source.sql ?? noRows(scan)}`);
    return source.bytes;
  }

  #source(connection: QueryConnection, table: Table, scan: Scan, files: readonly DataFile[]): Promise<Source> {
    const library = table.StorageDescriptor?.SerdeInfo?.SerializationLibrary ?? '';
    if (/ParquetHiveSerDe$/i.test(library)) return parquetSource(connection, this.#parquet, scan, files);
    if (/\bJsonSerDe$/i.test(library)) return jsonSource(connection, this.#json, table, scan, files);
    throw new Error(
      `HIVE_UNSUPPORTED_FORMAT: the SerDe ${library || '(none)'} of ${table.Name} is not supported by the local Athena`,
    );
  }
}

function noRows({ table }: Scan): string {
  const columns = [...table.columns, ...table.partitionKeys];
  const list = columns.map(({ name, type }) => `CAST(NULL AS ${duckType(type)}) AS ${quoted(name)}`);
  return `SELECT ${[...list, 'CAST(NULL AS VARCHAR) AS "$path"'].join(', ')} WHERE false`;
}
