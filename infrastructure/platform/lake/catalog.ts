import { Aws } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Outputs } from '../../outputs.ts';
import { dataRemovalPolicy } from '../../removal-policy.ts';
import type { Reporting } from '../../stage-stack.ts';
import { EventTypeViews } from './event-type-views.ts';
import type { TableWithoutName } from './glue-tables.ts';
import { glueView } from './glue-view.ts';
import {
  compactedEventsTable,
  rawEventsTable,
  rawFailedEventsTable,
  rawQuarantinedEventsTable,
  uncompactedEventsTable,
} from './lake-tables.ts';
import { eventsView, failedEventsView, quarantinedEventsView } from './lake-views.ts';
import type { TableNames } from './table-names.ts';

export interface CatalogProps {
  readonly bucket: IBucket;
  readonly prefixes: { readonly events: string; readonly failed: string; readonly compacted: string };
  readonly names: TableNames;
  /** How many days before it was received an accepted event may have happened. */
  readonly maxEventAgeDays: number;
  /** How many days after delivery the files of accepted events are there. */
  readonly rawRetentionDays: number;
  readonly logRetentionDays: number;
  /** The database and what says which files of the compaction are current outlive the stack. */
  readonly durable: boolean;
}

/**
 * The Glue database: what delivery and the compaction write as tables, and the views that analysts ask.
 * A logical id belongs to a name: whether it names a table or a view is a change in place, and no table of the new
 * template is made under a name that a table of the old one still has.
 */
export class Catalog extends Construct implements Reporting {
  readonly outputs: Outputs;
  readonly database: CfnDatabase;
  readonly rawEvents: CfnTable;
  readonly uncompactedEvents: CfnTable;
  readonly compactedEvents: CfnTable;
  readonly rawQuarantinedEvents: CfnTable;
  readonly quarantinedEvents: CfnTable;

  constructor(scope: Construct, id: string, props: CatalogProps) {
    super(scope, id);
    const { bucket, prefixes, names, maxEventAgeDays, rawRetentionDays } = props;
    this.database = new CfnDatabase(this, 'Database', {
      catalogId: Aws.ACCOUNT_ID,
      databaseInput: { name: names.database, description: 'Game events' },
    });
    const folder = (path: string) => `s3://${bucket.bucketName}/${path}/`;
    const accepted = folder(`${prefixes.events}/accepted`);
    const quarantined = folder(`${prefixes.events}/quarantined`);

    this.rawEvents = this.#table('RawEvents', names.rawEvents, rawEventsTable(accepted, maxEventAgeDays));
    this.uncompactedEvents = this.#table(
      'UncompactedEvents',
      names.uncompactedEvents,
      uncompactedEventsTable(accepted, maxEventAgeDays, rawRetentionDays),
    );
    this.compactedEvents = this.#table(
      'CompactedEvents',
      names.compactedEvents,
      compactedEventsTable(folder(prefixes.compacted)),
    );
    this.rawQuarantinedEvents = this.#table(
      'RawQuarantinedEvents',
      names.rawQuarantinedEvents,
      rawQuarantinedEventsTable(quarantined),
    );
    this.#table('RawFailedEvents', names.rawFailedEvents, rawFailedEventsTable(folder(prefixes.failed)));

    const events = this.#table('Events', names.events, glueView(eventsView(), names));
    const quarantinedView = glueView(quarantinedEventsView(maxEventAgeDays), names);
    this.quarantinedEvents = this.#table('QuarantinedEvents', names.quarantinedEvents, quarantinedView);
    this.#table('FailedEvents', names.failedEvents, glueView(failedEventsView(maxEventAgeDays), names));
    for (const kept of [this.database, this.compactedEvents]) kept.applyRemovalPolicy(dataRemovalPolicy(props.durable));
    this.outputs = outputs(names, this.database.ref);
    new EventTypeViews(this, 'EventTypes', { names, after: events, logRetentionDays: props.logRetentionDays });
  }

  #table(id: string, name: string, table: TableWithoutName): CfnTable {
    return new CfnTable(this, id, {
      catalogId: Aws.ACCOUNT_ID,
      databaseName: this.database.ref,
      tableInput: { name, ...table },
    });
  }
}

function outputs(names: TableNames, database: string): Outputs {
  return {
    EventsDatabase: { description: 'Glue database', value: database },
    EventsView: { description: 'View to query: one row per event', value: names.events },
    RawEventsTable: { description: 'Accepted events as delivered', value: names.rawEvents },
    UncompactedEventsTable: {
      description: 'Accepted events as delivered, by hour, not compacted yet',
      value: names.uncompactedEvents,
    },
    CompactedEventsTable: { description: 'Accepted events, compacted', value: names.compactedEvents },
    QuarantinedEventsTable: {
      description: 'Quarantined events, one row each',
      value: names.quarantinedEvents,
    },
    RawQuarantinedEventsTable: {
      description: 'Quarantined events as delivered',
      value: names.rawQuarantinedEvents,
    },
    FailedEventsTable: { description: 'Unreadable records, one row each', value: names.failedEvents },
    RawFailedEventsTable: {
      description: 'Unreadable records as delivered',
      value: names.rawFailedEvents,
    },
  };
}
