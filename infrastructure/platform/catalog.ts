import { Aws } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { quarantinedEventColumns, rawEventColumns } from '../../schemas/generated/columns.ts';
import { eventsView } from './events-view.ts';
import { failedEventColumns } from './failed-event-columns.ts';
import { jsonLinesTable, parquetTable, type TableWithoutName } from './glue-tables.ts';
import type { TableNames } from './table-names.ts';

export interface CatalogProps {
  readonly bucket: IBucket;
  readonly prefixes: { readonly events: string; readonly failed: string };
  readonly names: TableNames;
  /** How many days before it was received an accepted event may have happened. */
  readonly maxEventAgeDays: number;
}

/** The Glue database: what delivery writes as tables, and the view that analysts ask. */
export class Catalog extends Construct {
  readonly database: CfnDatabase;
  readonly quarantined: CfnTable;

  constructor(scope: Construct, id: string, { bucket, prefixes, names, maxEventAgeDays }: CatalogProps) {
    super(scope, id);
    this.database = new CfnDatabase(this, 'Database', {
      catalogId: Aws.ACCOUNT_ID,
      databaseInput: { name: names.database, description: 'Game events' },
    });
    const lake = `s3://${bucket.bucketName}/`;
    this.table(
      'RawEvents',
      names.rawEvents,
      parquetTable({
        description: 'Accepted events as delivered, at least once',
        columns: rawEventColumns,
        location: `${lake}${prefixes.events}/accepted/`,
        partition: 'event_date',
        maxAgeDays: maxEventAgeDays,
      }),
    );
    this.quarantined = this.table(
      'QuarantinedEvents',
      names.quarantinedEvents,
      parquetTable({
        description: 'Events that break a rule, with the reason',
        columns: quarantinedEventColumns,
        location: `${lake}${prefixes.events}/quarantined/`,
        partition: 'event_date',
        maxAgeDays: 0,
      }),
    );
    this.table(
      'FailedEvents',
      names.failedEvents,
      jsonLinesTable({
        description: 'Records that could not be read or delivered; rawdata is the record in base64',
        columns: failedEventColumns,
        location: `${lake}${prefixes.failed}/`,
        partition: 'failed_date',
        maxAgeDays: 0,
      }),
    );
    this.table('Events', names.events, eventsView(names));
  }

  private table(id: string, name: string, table: TableWithoutName): CfnTable {
    return new CfnTable(this, id, {
      catalogId: Aws.ACCOUNT_ID,
      databaseName: this.database.ref,
      tableInput: { name, ...table },
    });
  }
}
