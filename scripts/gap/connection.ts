/** Which pipeline a command talks to. */
export interface Target {
  /** State directory of a local run; default `.local`. */
  readonly state?: string;
  /** WORKLOAD_NAME of a deployment; excludes `state`. */
  readonly stack?: string;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What the SDK's clients take: nothing for AWS itself, endpoint and credentials for a local run. */
export interface ClientSettings {
  readonly region?: string;
  readonly endpoint?: string;
  readonly credentials?: Credentials;
}

/** A running pipeline, here or in the cloud. */
export interface Connection {
  readonly local: boolean;
  /** API URL with the stage, without a trailing slash. */
  readonly api: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** `http://user:password@127.0.0.1:PORT` of a local run that has one. */
  readonly clickhouse?: string;
  /** `http://127.0.0.1:PORT` of a local run that has one. */
  readonly opensearch?: string;
  readonly clientSettings: ClientSettings;
  /** Calls an admin route, signed. Throws Refused with the API's own words for an answer that is not 2xx. */
  admin(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Calls the local runtime itself (`Flush`, `Status`). Throws UsageError for a deployed stack. */
  runtime(action: string): Promise<unknown>;
}

/** The answer's JSON, or its text when it is none. */
export function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `fetch failed` says nothing; its cause does (`connect ECONNREFUSED …`). */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
