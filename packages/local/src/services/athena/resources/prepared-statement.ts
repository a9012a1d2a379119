import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { Athena } from '../athena.ts';

interface Engines {
  readonly athena: Athena;
}

export const awsAthenaPreparedStatement: ResourceKind<Engines> = {
  type: 'AWS::Athena::PreparedStatement',
  support: 'A prepared statement. EXECUTE runs it.',
  create(context) {
    const properties = new PropertyReader(context).only('StatementName', 'WorkGroup', 'QueryStatement', 'Description');
    const name = properties.text('StatementName');
    const [workGroup, query] = [properties.text('WorkGroup'), properties.text('QueryStatement')];
    context.engines.athena.createPreparedStatement(workGroup, name, query, properties.optionalText('Description'));
    return { ref: name, attributes: {} };
  },
};
