import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Console } from './console/console.ts';
import { Endpoint } from './endpoint/endpoint.ts';
import { ServiceRegistry } from './endpoint/services.ts';
import { makeEngines } from './engines.ts';
import type { InstalledEngines } from './installed-engines.ts';
import { systemClock } from './runtime.ts';
import { startAssembly } from './start-assembly.ts';
import { lockState } from './state-lock.ts';
import { readAssembly } from './template/read-assembly.ts';

export interface RunOptions {
  /** Answers the cloud assembly's folder; called when the state directory is ours and cleared. */
  readonly assembly: () => Promise<string>;
  /** Where everything is kept; created when missing. */
  readonly state: string;
  /** Port of the API; the AWS endpoint and the console take the two after it. 0: free ones. */
  readonly port: number;
  /** Clears the state first. */
  readonly reset?: boolean;
  /** Longest wait of buffers and schedules in seconds; undefined: as the template says. */
  readonly bufferSeconds?: number;
  readonly engines?: InstalledEngines;
  /** File with the values of secrets that the template names and does not make. */
  readonly secretsFile?: string;
  log(line: string): void;
}

/** What `run.json` in the state directory tells other programs. */
export interface RunFile {
  readonly pid: number;
  /** The API's address with the stage. */
  readonly api: string;
  /** Endpoint for AWS SDKs. */
  readonly aws: string;
  readonly console: string;
  /** ClickHouse's HTTP interface, with user and password. */
  readonly clickhouse?: string;
  /** The OpenSearch domain, without a signature. */
  readonly opensearch?: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The outputs of all stacks, API addresses being those of this machine. */
  readonly outputs: Readonly<Record<string, string>>;
}

export interface RunningStack {
  readonly file: RunFile;
  /** Finishes requests, delivers what is buffered and gives the state directory back. */
  close(): Promise<void>;
}

const region = 'us-east-1';
const accountId = '000000000000';

/** Where the template says that a REST API is. */
const cloudApi = /^https:\/\/[a-z0-9]+\.execute-api\.[a-z0-9-]+\.amazonaws\.com/;

/** Runs the cloud assembly on this machine, all of its stacks. Throws when it cannot be run as it is, or the state directory is in use. */
export async function run(options: RunOptions): Promise<RunningStack> {
  const stateDirectory = resolve(options.state);
  const unlock = await takeState(stateDirectory);
  const closers: (() => Promise<void>)[] = [async () => unlock()];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    if (options.reset) await clear(stateDirectory);
    // What a killed run left would send others to an address that is no longer ours.
    await rm(runFileIn(stateDirectory), { force: true });
    // As on Lambda, a function's `.js` file is CommonJS, whatever a package.json further up says.
    await writeFile(join(stateDirectory, 'package.json'), '{ "type": "commonjs" }\n');
    const file = await start(options, stateDirectory, closers);
    return { file, close };
  } catch (error) {
    await close().catch((reason: unknown) => options.log(String(reason)));
    throw error;
  }
}

async function takeState(stateDirectory: string): Promise<() => void> {
  try {
    await mkdir(stateDirectory, { recursive: true });
    return lockState(stateDirectory);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new Error(`the state directory ${stateDirectory} cannot be used: ${error.message}`, { cause: error });
  }
}

async function start(options: RunOptions, stateDirectory: string, closers: (() => Promise<void>)[]): Promise<RunFile> {
  const assembly = await readAssembly(await options.assembly());
  let endpointUrl = '';
  const services = new ServiceRegistry((caller, permission) => iam.authorize(caller, permission));
  const runtime = {
    region,
    accountId,
    stateDirectory,
    services,
    clock: systemClock,
    bufferSeconds: options.bufferSeconds,
    engines: options.engines,
    secretsFile: options.secretsFile,
    get endpointUrl() {
      return endpointUrl;
    },
    log: options.log,
  };
  const { engines, services: all } = makeEngines(runtime);
  const { iam, kms, s3, dynamodb, kinesis, firehose, glue, athena, lambda, opensearch, scheduler, apiGateway } =
    engines;
  const { ecs, loadBalancer, network } = engines;
  for (const service of all) services.register(service);

  const endpoint = new Endpoint({ runtime, registry: services, iam, s3 });
  closers.push(() => endpoint.close());
  endpointUrl = (await listening((port) => endpoint.listen(port), nextPort(options.port, 1))).url;
  // Closed in the reverse of this order: what takes requests first, what they were written to last.
  for (const engine of [
    ecs,
    loadBalancer,
    network,
    opensearch,
    s3,
    kms,
    dynamodb,
    glue,
    lambda,
    kinesis,
    athena,
    firehose,
  ])
    closers.push(() => engine.close());
  closers.push(() =>
    firehose.flush().catch((error: unknown) => options.log(`not all was delivered: ${String(error)}`)),
  );
  closers.push(() => lambda.mappings.close());
  closers.push(() => engines.kinesisAnalytics.close());
  closers.push(() => scheduler.close());
  closers.push(() => apiGateway.close());
  const started = await startAssembly(assembly, engines, runtime);
  const api = await apiGateway.listen(options.port);
  const outputs = Object.fromEntries(
    Object.entries(started.outputs).map(([name, value]) => [name, value.replace(cloudApi, new URL(api.url).origin)]),
  );
  const console = new Console({
    stackNames: assembly.stacks.map(({ stackName }) => stackName),
    assembly: { ...started, outputs },
    engines,
    logs: join(stateDirectory, 'logs'),
  });
  closers.push(() => console.close());
  const consoleUrl = (await listening((port) => console.listen(port), nextPort(options.port, 2))).url;
  const { accessKeyId, secretAccessKey } = iam.adminCredentials();
  const file: RunFile = {
    pid: process.pid,
    api: api.url,
    aws: endpointUrl,
    console: consoleUrl,
    ...ecs.addresses,
    opensearch: opensearch.plainUrl,
    region,
    accessKeyId,
    secretAccessKey,
    outputs,
  };
  const path = runFileIn(stateDirectory);
  closers.push(() => rm(path, { force: true }));
  // By rename: who waits for the file finds all of it.
  await rm(`${path}.new`, { force: true });
  await writeFile(`${path}.new`, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return file;
}

function runFileIn(stateDirectory: string): string {
  return join(stateDirectory, 'run.json');
}

async function listening<T>(listen: (port: number) => Promise<T>, port: number): Promise<T> {
  try {
    return await listen(port);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    const reason = `port ${port} is taken by another program: the API's port and the two after it must be free`;
    throw new Error(`${reason}; choose another --port, or 0 for any`, { cause: error });
  }
}

function nextPort(port: number, distance: number): number {
  return port === 0 ? 0 : port + distance;
}

/** The lock stays: this process holds it. */
async function clear(stateDirectory: string): Promise<void> {
  for (const name of await readdir(stateDirectory)) {
    if (name !== 'lock') await rm(join(stateDirectory, name), { recursive: true, force: true });
  }
}
