import type { Principal, Services } from '../../../service.ts';
import type { Partition, Table } from '../../glue/entities.ts';

/**
 * The partitions that the catalog has, as the caller may see them. A table's are asked for once: however often one query
 * reads it, it reads one state of it, also while somebody gives a partition another location. Trino, which Athena runs,
 * keeps what the catalog answered for as long as a query lasts, too (`per-transaction-metastore-cache-maximum-size`,
 * https://trino.io/docs/435/connector/hudi.html has it for the cache that its Hive connector shares).
 */
export class RegisteredPartitions {
  readonly #services: Services;
  readonly #caller: Principal;
  readonly #byTable = new Map<string, Promise<readonly Partition[]>>();

  /** For one query. */
  constructor(services: Services, caller: Principal) {
    this.#services = services;
    this.#caller = caller;
  }

  of(table: Table): Promise<readonly Partition[]> {
    const key = JSON.stringify([table.DatabaseName, table.Name]);
    const known = this.#byTable.get(key) ?? this.#read(table);
    this.#byTable.set(key, known);
    return known;
  }

  async #read(table: Table): Promise<readonly Partition[]> {
    const partitions: Partition[] = [];
    let NextToken: string | undefined;
    do {
      const input = { DatabaseName: table.DatabaseName, TableName: table.Name, MaxResults: 1000, NextToken };
      // Answered by Glue in this process.
      const page = (await this.#services.call('glue', 'GetPartitions', input, this.#caller)) as {
        Partitions: readonly Partition[];
        NextToken?: string;
      };
      partitions.push(...page.Partitions);
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return partitions;
  }
}
