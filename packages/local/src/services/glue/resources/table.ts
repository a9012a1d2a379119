import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { TableInput } from '../entities.ts';
import type { Glue } from '../glue.ts';

interface Engines {
  readonly glue: Glue;
}

export const awsGlueTable: ResourceKind<Engines> = {
  type: 'AWS::Glue::Table',
  support:
    'A table or Athena view of the Data Catalog. Athena reads Parquet and JSON (OpenX and Hive SerDes) with ' +
    'projected or registered partitions. A restart with an unchanged table definition keeps the table as API ' +
    'calls have changed it.',
  async create(context) {
    const { engines, physicalName } = context;
    const properties = new PropertyReader(context).only('CatalogId', 'DatabaseName', 'Name', 'TableInput');
    const input = properties
      .object('TableInput')
      ?.only(
        ...[
          'Name',
          'Description',
          'Owner',
          'Retention',
          'StorageDescriptor',
          'PartitionKeys',
          'Parameters',
          'TableType',
        ],
        ...['ViewOriginalText', 'ViewExpandedText'],
      );
    if (input === undefined) throw new Error(`${context.logicalId}: TableInput is missing`);
    const given = input.optionalText('Name') ?? properties.optionalText('Name');
    const name = (given ?? physicalName.replaceAll('-', '_')).toLowerCase();
    const table = { ...(properties.raw('TableInput') as TableInput), Name: name };
    await engines.glue.createTable(properties.text('DatabaseName'), { ...table, Parameters: texts(table.Parameters) });
    return { ref: name, attributes: {} };
  },
};

/** CloudFormation makes texts of the numbers and booleans that a template may hold here. */
function texts(parameters: Readonly<Record<string, unknown>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
}
