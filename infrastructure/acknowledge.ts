import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Says why a finding of cdk-nag (`AwsSolutions-S1`) is right as it is, where it stands. */
export function acknowledge(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  for (const [id, reason] of Object.entries(reasons)) Validations.of(construct).acknowledge({ id, reason });
}

/** Says why these resources of a policy hold a `*`. */
export function acknowledgeWildcards(construct: IConstruct, resources: readonly string[], reason: string): void {
  for (const resource of resources) {
    const name = findingName(Stack.of(construct).resolve(resource));
    acknowledge(construct, { [`AwsSolutions-IAM5[Resource::${name}]`]: reason });
  }
}

/** A resource as cdk-nag writes it: `<LogicalId.Arn>/folder/*`. */
function findingName(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[intrinsic, argument] = []] = value !== null && typeof value === 'object' ? Object.entries(value) : [];
  if (intrinsic === 'Ref') return `<${argument}>`;
  if (intrinsic === 'Fn::GetStackOutput') return JSON.stringify(value);
  if (intrinsic === 'Fn::GetAtt' && Array.isArray(argument)) return `<${argument.join('.')}>`;
  if (intrinsic === 'Fn::Join' && Array.isArray(argument) && Array.isArray(argument[1])) {
    return argument[1].map(findingName).join(String(argument[0]));
  }
  throw new Error(`cannot name the resource ${JSON.stringify(value)}`);
}
