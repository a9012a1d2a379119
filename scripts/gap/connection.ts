import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Sha256 } from '@aws-crypto/sha256-js';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { describeAwsError } from '../aws-error.ts';
import { NotReachable, Refused, UsageError } from './errors.ts';

/** Which pipeline a command talks to. */
export interface Target {
  /** State directory of a local run; default `.local`. */
  readonly state?: string;
  /** Name of a deployed stack; excludes `state`. */
  readonly stack?: string;
}

interface Credentials {
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

interface RunFile {
  api: string;
  aws: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  outputs: Record<string, string>;
  clickhouse?: string;
  opensearch?: string;
}

/** Finds the pipeline. Throws NotReachable, saying how to start or deploy it, when there is none. */
export async function connect(target: Target): Promise<Connection> {
  if (target.stack !== undefined && target.state !== undefined)
    throw new UsageError('use --state or --stack, not both');
  return target.stack === undefined ? connectLocal(target.state ?? '.local') : connectStack(target.stack);
}

async function connectLocal(state: string): Promise<Connection> {
  const file = join(resolve(state), 'run.json');
  const text = await readFile(file, 'utf8').catch(() => {
    throw new NotReachable(`no pipeline runs on ${resolve(state)} (no run.json there): start one with npm start`);
  });
  const run = parseAnswer(text) as RunFile;
  if (typeof run !== 'object' || typeof run?.api !== 'string')
    throw new NotReachable(`${file} is damaged: start the pipeline again`);
  const { accessKeyId, secretAccessKey, region } = run;
  const credentials = { accessKeyId, secretAccessKey };
  return {
    local: true,
    api: run.api,
    outputs: run.outputs,
    clickhouse: run.clickhouse,
    opensearch: run.opensearch,
    clientSettings: { region, endpoint: run.aws, credentials },
    admin: (method, path, body) =>
      signedCall({ url: run.api + path, method, body, service: 'execute-api', region, credentials }),
    runtime: (action) =>
      signedCall({
        url: `${run.aws}/`,
        method: 'POST',
        body: {},
        headers: { 'x-amz-target': `LocalRuntime.${action}`, 'content-type': 'application/x-amz-json-1.1' },
        service: 'local',
        region,
        credentials,
      }),
  };
}

async function connectStack(stackName: string): Promise<Connection> {
  const client = new CloudFormationClient({});
  const { Stacks = [] } = await client
    .send(new DescribeStacksCommand({ StackName: stackName }))
    .catch((error: Error) => {
      throw new NotReachable(`stack ${stackName}: ${describeAwsError(error)}`);
    });
  const outputs: Record<string, string> = {};
  for (const { OutputKey, OutputValue } of Stacks[0]?.Outputs ?? []) {
    if (OutputKey && OutputValue !== undefined) outputs[OutputKey] = OutputValue;
  }
  const api = outputs.ApiUrl?.replace(/\/$/, '');
  if (!api) throw new NotReachable(`stack ${stackName} has no output ApiUrl: is it a game analytics pipeline?`);
  const region = await client.config.region();
  return {
    local: false,
    api,
    outputs,
    clientSettings: { region },
    admin: async (method, path, body) =>
      signedCall({
        url: api + path,
        method,
        body,
        service: 'execute-api',
        region,
        credentials: await client.config.credentials(),
      }),
    runtime: async (action) => {
      throw new UsageError(`${action.toLowerCase()} is only there for a local run`);
    },
  };
}

interface SignedCall {
  url: string;
  method: string;
  body?: unknown;
  headers?: Record<string, string>;
  service: string;
  region: string;
  credentials: Credentials;
}

async function signedCall({ url, method, body, headers, service, region, credentials }: SignedCall): Promise<unknown> {
  const { hostname, host, port, pathname, searchParams, protocol } = new URL(url);
  const text = body === undefined ? undefined : JSON.stringify(body);
  const request = new HttpRequest({
    method,
    protocol,
    hostname,
    ...(port && { port: Number(port) }),
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { host, ...(text !== undefined && { 'content-type': 'application/json' }), ...headers },
    body: text,
  });
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const signed = await signer.sign(request);
  const response = await fetch(url, { method, headers: signed.headers, body: text }).catch((error: unknown) => {
    throw new NotReachable(`${new URL(url).origin} does not answer: ${causeOf(error)}`);
  });
  const answer = parseAnswer(await response.text());
  if (response.ok) return answer;
  throw new Refused(response.status, answer);
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
