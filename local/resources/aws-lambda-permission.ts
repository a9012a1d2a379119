import { type ResourceKind, refuseUnknownProperties } from '../resource.ts';

interface Properties {
  Action: string;
  FunctionName: string;
  Principal: string;
  SourceArn?: string;
  SourceAccount?: string;
}

export const awsLambdaPermission: ResourceKind = {
  type: 'AWS::Lambda::Permission',
  support: 'Added to the function’s resource policy, with SourceArn and SourceAccount as conditions.',
  create(context) {
    const { properties, engines, runtime, physicalName } = context;
    refuseUnknownProperties(context, ['Action', 'FunctionName', 'Principal', 'SourceArn', 'SourceAccount']);
    const { Action, FunctionName, Principal, SourceArn, SourceAccount } = properties as unknown as Properties;
    const name = FunctionName.replace(/^.*:function:/, '');
    const functionArn = `arn:aws:lambda:${runtime.region}:${runtime.accountId}:function:${name}`;
    engines.iam.addResourceStatement(functionArn, {
      Effect: 'Allow',
      Principal: Principal.endsWith('.amazonaws.com') ? { Service: Principal } : { AWS: Principal },
      Action,
      Resource: functionArn,
      Condition: {
        ...(SourceArn && { ArnLike: { 'aws:SourceArn': SourceArn } }),
        ...(SourceAccount && { StringEquals: { 'aws:SourceAccount': SourceAccount } }),
      },
    });
    return { ref: physicalName, attributes: { Id: physicalName } };
  },
};
