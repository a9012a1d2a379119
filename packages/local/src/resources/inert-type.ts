/**
 * Resource types that have an id and an ARN here and do nothing, with the reason. `{name}` is the physical name;
 * `Ref` answers the ARN where CloudFormation does.
 */
export interface Inert {
  readonly arn: string;
  readonly refIsArn?: boolean;
  /** The property that names the resource, when the template gives a name. */
  readonly nameProperty?: string;
  /** `vpc`: Ref answers an id of that kind (`vpc-0123456789abcdef0`), and so do the attributes `idAttributes`. */
  readonly idPrefix?: string;
  readonly idAttributes?: readonly string[];
  /** Attributes that answer the property of the same name. */
  readonly propertyAttributes?: readonly string[];
  readonly otherAttributes?: Readonly<Record<string, string>>;
  readonly reason: string;
}
