import { RemovalPolicy } from 'aws-cdk-lib';

/**
 * What happens to a resource that holds data. Durable: it outlives its stack, except when the creation of the stack fails,
 * since there is nothing in it then (`RetainExceptOnCreate`).
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
export function dataRemovalPolicy(durable: boolean): RemovalPolicy {
  return durable ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}
