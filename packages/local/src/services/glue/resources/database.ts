import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { DatabaseInput } from '../entities.ts';
import type { Glue } from '../glue.ts';

interface Engines {
  readonly glue: Glue;
}

export const awsGlueDatabase: ResourceKind<Engines> = {
  type: 'AWS::Glue::Database',
  support: 'A database of the Data Catalog.',
  async create(context) {
    const { engines, physicalName } = context;
    const properties = new PropertyReader(context).only('CatalogId', 'DatabaseInput', 'DatabaseName');
    const input = properties.object('DatabaseInput')?.only('Name', 'Description', 'LocationUri', 'Parameters');
    const given = input?.optionalText('Name') ?? properties.optionalText('DatabaseName');
    // Glue's names have no dashes in Athena's SQL.
    const name = (given ?? physicalName.replaceAll('-', '_')).toLowerCase();
    await engines.glue.createDatabase({ ...(properties.raw('DatabaseInput') as DatabaseInput), Name: name });
    return { ref: name, attributes: {} };
  },
};
