/** What `config.yaml` says, checked and with every default filled in. The keys are those of the file. */
export interface Config {
  readonly WORKLOAD_NAME: string;
  readonly DATA_STACK: 'DATA_LAKE' | 'REDSHIFT';
  readonly INGEST_MODE: 'DIRECT_BATCH' | 'REAL_TIME_KDS' | 'REAL_TIME_MSK';
  readonly REAL_TIME_STORES: readonly ('CLICKHOUSE' | 'OPENSEARCH')[];
  readonly DEV_MODE: boolean;
  readonly API_STAGE_NAME: string;
  readonly MAX_EVENT_AGE_DAYS: number;
  /** What becomes of an event whose type has no schema. */
  readonly UNKNOWN_EVENT_TYPES: 'ACCEPT' | 'QUARANTINE';
  readonly STREAM_PROVISIONED: boolean;
  /** Only with STREAM_PROVISIONED. */
  readonly STREAM_SHARD_COUNT?: number;
  readonly STREAM_RETENTION_HOURS: number;
  /** How long ClickHouse keeps events and both stores keep metrics. */
  readonly REAL_TIME_RETENTION_DAYS: number;
  /** Undefined: by DEV_MODE. The same goes for the other sizes of the stores. */
  readonly CLICKHOUSE_INSTANCE_TYPE?: string;
  readonly CLICKHOUSE_VOLUME_GIB?: number;
  /** Empty: this deployment runs its own. */
  readonly CLICKHOUSE_URL: string;
  /** Only with CLICKHOUSE_URL, and always with it. */
  readonly CLICKHOUSE_SECRET_ARN: string;
  /** Only with CLICKHOUSE_URL; empty: no cluster. */
  readonly CLICKHOUSE_CLUSTER: string;
  readonly OPENSEARCH_INSTANCE_TYPE?: string;
  readonly OPENSEARCH_INSTANCE_COUNT?: number;
  /** Per node. */
  readonly OPENSEARCH_VOLUME_GIB?: number;
  readonly EVENTS_DATABASE: string;
  readonly EVENTS_VIEW: string;
  readonly RAW_EVENTS_TABLE: string;
  readonly COMPACTED_EVENTS_TABLE: string;
  readonly QUARANTINED_EVENTS_TABLE: string;
  readonly FAILED_EVENTS_TABLE: string;
  readonly EVENTS_PREFIX: string;
  readonly COMPACTED_PREFIX: string;
  readonly ARCHIVE_PREFIX: string;
  readonly FAILED_PREFIX: string;
  readonly QUERY_RESULTS_PREFIX: string;
  readonly BACKUP_PREFIX: string;
  /** How long the files of accepted events stay as they were delivered. */
  readonly RAW_RETENTION_DAYS: number;
  readonly QUERY_SCAN_LIMIT_GIB: number;
  readonly CLOUDWATCH_RETENTION_DAYS: number;
  /** Empty: nobody is told and no alarm is made. */
  readonly EMAIL_ADDRESS: string;
  /** Roles that may query the lake. */
  readonly ANALYST_ROLE_ARNS: readonly string[];
  /** Empty: the API has API Gateway's own name. */
  readonly CUSTOM_DOMAIN: string;
  /** Only with CUSTOM_DOMAIN, and always with it. */
  readonly CUSTOM_DOMAIN_CERTIFICATE_ARN: string;
  readonly WAF: boolean;
  /** Only with WAF: requests of one address in five minutes. */
  readonly WAF_RATE_LIMIT?: number;
  readonly TAGS: Readonly<Record<string, string>>;
  /** Empty: roles have none. */
  readonly PERMISSIONS_BOUNDARY: string;
  /** Only with a store in a private network. */
  readonly VPC_CIDR?: string;
}

/** One thing that is wrong with a config file. */
export interface ConfigProblem {
  readonly file: string;
  /** Counted from 1; 1 where the problem is a key that is not there. */
  readonly line: number;
  readonly message: string;
}

/** Everything that is wrong with a config file, one line per problem: `config.yaml:12: …`. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];
  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map((problem) => `${problem.file}:${problem.line}: ${problem.message}`).join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}
