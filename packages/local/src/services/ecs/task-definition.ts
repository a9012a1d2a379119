export interface ContainerDefinition {
  readonly name: string;
  readonly image: string;
  /** In place of the image's own; undefined: as the image has it. */
  readonly entryPoint: readonly string[] | undefined;
  readonly command: readonly string[] | undefined;
  readonly environment: Readonly<Record<string, string>>;
  /** Where each secret variable comes from: `ARN:JSON key:version stage:version id`, the last three optional. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Volume by path in the container. */
  readonly mounts: Readonly<Record<string, string>>;
  readonly memoryMebibytes: number | undefined;
  readonly reservedMebibytes: number;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html */
export interface TaskDefinition {
  readonly family: string;
  readonly arn: string;
  /** Reads the secrets. */
  readonly executionRoleArn: string | undefined;
  readonly taskRoleArn: string | undefined;
  readonly containers: readonly ContainerDefinition[];
}
