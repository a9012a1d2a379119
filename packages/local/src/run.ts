import { join, resolve } from 'node:path';
import { Console } from './console/console.ts';
import { Endpoint } from './endpoint/endpoint.ts';
import { ServiceRegistry } from './endpoint/services.ts';
import { makeEngines } from './engines.ts';
import type { InstalledEngines } from './installed-engines.ts';
import { listenNear } from './listen.ts';
import { type RunFile, writeRunFile } from './run-file.ts';
import { type Runtime, systemClock } from './runtime.ts';
import { runtimeControl } from './runtime-control.ts';
import { ServiceGraph } from './service-graph.ts';
import { startAssembly } from './start-assembly.ts';
import { prepareStateFolder, takeStateFolder } from './state-folder.ts';
import { readAssembly } from './template/read-assembly.ts';

export type { RunFile } from './run-file.ts';

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
  /** Ports on 127.0.0.1 for ports that containers expose, by the container's port. Default: free ones. */
  readonly publishedPorts?: ReadonlyMap<number, number>;
  /** File with the values of secrets that the template names and does not make. */
  readonly secretsFile?: string;
  log(line: string): void;
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

/** Runs the template on this machine. Throws when it cannot be run as it is, or the state directory is in use. */
export async function run(options: RunOptions): Promise<RunningStack> {
  const stateDirectory = resolve(options.state);
  const unlock = await takeStateFolder(stateDirectory);
  const closers: (() => Promise<void>)[] = [async () => unlock()];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    await prepareStateFolder(stateDirectory, { reset: options.reset ?? false });
    const file = await start(options, stateDirectory, (closer) => closers.push(closer));
    return { file, close };
  } catch (error) {
    await close().catch((reason: unknown) => options.log(String(reason)));
    throw error;
  }
}

/** `onClose` takes what undoes each step; the last is undone first. */
async function start(
  options: RunOptions,
  stateDirectory: string,
  onClose: (closer: () => Promise<void>) => void,
): Promise<RunFile> {
  const assembly = await readAssembly(await options.assembly());
  const registry = new ServiceRegistry((caller, permission) => engines.iam.authorize(caller, permission));
  let endpointUrl = '';
  const runtime: Runtime = {
    region,
    accountId,
    stateDirectory,
    services: registry,
    clock: systemClock,
    bufferSeconds: options.bufferSeconds,
    engines: options.engines,
    publishedPorts: options.publishedPorts,
    secretsFile: options.secretsFile,
    get endpointUrl() {
      return endpointUrl;
    },
    log: options.log,
  };
  const engines = makeEngines(runtime);
  const graph = new ServiceGraph(Object.values(engines));
  for (const { apis } of Object.values(engines)) for (const api of apis) registry.register(api);
  registry.register(runtimeControl(graph));
  const endpoint = new Endpoint({ runtime, registry, iam: engines.iam, s3: engines.s3 });
  onClose(() => endpoint.close());
  endpointUrl = (await listenNear(options.port, 1, (port) => endpoint.listen(port))).url;
  onClose(() => graph.close());
  const started = await startAssembly(assembly, engines, runtime);
  await graph.start();
  const api = await engines.apiGateway.listen(options.port);
  const outputs = Object.fromEntries(
    Object.entries(started.outputs).map(([name, value]) => [name, value.replace(cloudApi, new URL(api.url).origin)]),
  );
  const console = new Console({
    stackNames: assembly.stacks.map(({ stackName }) => stackName),
    assembly: { ...started, outputs },
    status: () => graph.status(),
    addresses: engines.ecs.addresses,
    logs: join(stateDirectory, 'logs'),
  });
  onClose(() => console.close());
  const consoleUrl = (await listenNear(options.port, 2, (port) => console.listen(port))).url;
  const { accessKeyId, secretAccessKey } = engines.iam.adminCredentials();
  const file: RunFile = {
    pid: process.pid,
    api: api.url,
    aws: endpointUrl,
    console: consoleUrl,
    ...engines.ecs.addresses,
    opensearch: engines.opensearch.plainUrl,
    region,
    accessKeyId,
    secretAccessKey,
    outputs,
  };
  onClose(await writeRunFile(stateDirectory, file));
  return file;
}
