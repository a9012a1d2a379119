import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { Iam } from '../../iam/iam.ts';

interface Engines {
  readonly iam: Iam;
}

export const awsLambdaPermission: ResourceKind<Engines> = {
  type: 'AWS::Lambda::Permission',
  support: 'Part of the function’s resource policy, with SourceArn and SourceAccount as conditions.',
  create(context) {
    const { engines, runtime, physicalName } = context;
    const properties = new PropertyReader(context).only(
      'Action',
      'FunctionName',
      'Principal',
      'SourceArn',
      'SourceAccount',
    );
    const principal = properties.text('Principal');
    const sourceArn = properties.optionalText('SourceArn');
    const sourceAccount = properties.optionalText('SourceAccount');
    const name = properties.text('FunctionName').replace(/^.*:function:/, '');
    const functionArn = `arn:aws:lambda:${runtime.region}:${runtime.accountId}:function:${name}`;
    engines.iam.addResourceStatement(functionArn, {
      Effect: 'Allow',
      Principal: principal.endsWith('.amazonaws.com') ? { Service: principal } : { AWS: principal },
      Action: properties.text('Action'),
      Resource: functionArn,
      Condition: {
        ...(sourceArn && { ArnLike: { 'aws:SourceArn': sourceArn } }),
        ...(sourceAccount && { StringEquals: { 'aws:SourceAccount': sourceAccount } }),
      },
    });
    return { ref: physicalName, attributes: { Id: physicalName } };
  },
};
