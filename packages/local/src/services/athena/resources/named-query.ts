import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { Athena } from '../athena.ts';

interface Engines {
  readonly athena: Athena;
}

export const awsAthenaNamedQuery: ResourceKind<Engines> = {
  type: 'AWS::Athena::NamedQuery',
  support: 'A saved query that the API lists.',
  create(context) {
    const properties = new PropertyReader(context).only('Name', 'Description', 'Database', 'QueryString', 'WorkGroup');
    const id = context.engines.athena.createNamedQuery({
      Name: properties.optionalText('Name') ?? context.physicalName,
      Description: properties.optionalText('Description'),
      Database: properties.text('Database'),
      QueryString: properties.text('QueryString'),
      WorkGroup: properties.optionalText('WorkGroup') ?? 'primary',
    });
    return { ref: id, attributes: { NamedQueryId: id } };
  },
};
