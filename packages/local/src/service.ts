/** What every AWS service of the local runtime shares: who calls, what the call needs, and how it refuses. */

/** A refusal as AWS words it: the error code and HTTP status of the service's API reference. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members of the answer, in services of the JSON protocol. */
  readonly members: Readonly<Record<string, unknown>> | undefined;
  constructor(code: string, message: string, status = 400, members?: Readonly<Record<string, unknown>>) {
    super(message);
    this.name = 'ServiceError';
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/**
 * Who makes a call: an IAM role or user by its ARN, or an AWS service acting for itself
 * (`service`, for example `apigateway.amazonaws.com`), which only resource policies can allow.
 */
export interface Principal {
  readonly arn: string;
  readonly service?: string;
  /**
   * Condition keys that the caller brings along, in lower case: `aws:sourcearn` of what a service acts for,
   * `lambda:sourcefunctionarn` of a function's code.
   */
  readonly context?: Readonly<Record<string, string>>;
}

/** One permission that a call needs. `context` holds condition keys in lower case (`aws:sourcearn`). */
export interface Permission {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

/** One API action: what it needs, then what it does. `permissions` sees the input before it is trusted. */
// biome-ignore lint/suspicious/noExplicitAny: each action validates its own input; the registry holds them all
export interface Action<Input = any, Output = unknown> {
  /**
   * The member, of the input or of each of its `Records`, that the API declares as a blob: base64 in JSON. From inside
   * the process the action takes a `Utf8Content` there as well.
   */
  readonly blob?: string;
  permissions(input: Input): readonly Permission[];
  run(input: Input, caller: Principal): Promise<Output> | Output;
}

/**
 * One AWS service. `name` is its IAM prefix and SigV4 signing name (`kinesis`); `targetPrefix` is what stands before
 * the dot in `X-Amz-Target` (`Kinesis_20131202`) for services of the JSON protocol.
 */
export interface Service {
  readonly name: string;
  /** Where it differs from the name: DynamoDB Streams are signed for `dynamodb`. */
  readonly signingName?: string;
  readonly targetPrefix?: string;
  readonly actions: Readonly<Record<string, Action>>;
}

/** Calls between services inside the process: the same permission check as a call from outside. */
export interface Services {
  /** Throws ServiceError `AccessDeniedException` (403) unless the caller's policies allow what the action needs. */
  call(service: string, action: string, input: unknown, caller: Principal): Promise<unknown>;
  /** The `blob` of an action; undefined where it has none, or is not known. */
  blobOf(service: string, action: string): string | undefined;
  /** Throws ServiceError `AccessDeniedException` (403), naming principal, action and resource, unless allowed. */
  authorize(caller: Principal, permission: Permission): void;
}
