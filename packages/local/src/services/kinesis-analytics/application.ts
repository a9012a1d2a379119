/** A Managed Flink application as the template has it. */
export interface ApplicationSettings {
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly runtimeEnvironment: string;
  readonly roleArn: string;
  /** The jar in S3, which only Flink itself runs. */
  readonly code: { readonly bucketArn: string; readonly key: string };
  /** Runtime properties by group and name. */
  readonly properties: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly parallelism: number;
  /** Folder of the job: its SQL, its schemas, its functions. */
  readonly jobFolder: string;
  /** What the role must be allowed to read for that. */
  readonly jobArn: string;
  /** Of what runs: region, endpoint and the role's credentials. */
  readonly environment: Readonly<Record<string, string>>;
}

/** https://docs.aws.amazon.com/managed-flink/latest/apiv2/API_ApplicationDetail.html */
export type ApplicationStatus = 'READY' | 'STARTING' | 'RUNNING' | 'STOPPING';

export interface Snapshot {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** What is kept of an application from run to run. */
export interface KeptApplication {
  readonly started: boolean;
  readonly createdAt: number;
  readonly snapshots: readonly Snapshot[];
}

/** Something that runs an application's job. */
export interface RunningApplication {
  close(): Promise<void>;
}
