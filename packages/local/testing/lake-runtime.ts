import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceRegistry } from '../src/endpoint/services.ts';
import type { Runtime } from '../src/runtime.ts';
import type { Principal } from '../src/service.ts';
import { Athena } from '../src/services/athena/athena.ts';
import { Glue } from '../src/services/glue/glue.ts';
import { Iam } from '../src/services/iam/iam.ts';
import { S3 } from '../src/services/s3/s3.ts';

/** S3, Glue and Athena with IAM over a folder, as run.ts puts them together. */
export interface LakeRuntime {
  readonly runtime: Runtime;
  readonly s3: S3;
  readonly glue: Glue;
  readonly athena: Athena;
  readonly iam: Iam;
  readonly admin: Principal;
  /** The clock's time in milliseconds; set it to travel. */
  now: number;
  call(service: string, action: string, input: unknown, caller?: Principal): Promise<never>;
  /** A role that may do what the statements say. */
  role(name: string, statements: readonly object[]): Principal;
  /** Closes the engines and removes the folder. */
  close(): Promise<void>;
}

export async function lakeRuntime(stateDirectory?: string): Promise<LakeRuntime> {
  const directory = stateDirectory ?? (await mkdtemp(join(tmpdir(), 'lake-')));
  let iam: Iam | undefined;
  const services = new ServiceRegistry((caller, permission) => iam?.authorize(caller, permission));
  const time = { now: Date.UTC(2026, 0, 28, 12) };
  const runtime: Runtime = {
    region: 'us-east-1',
    accountId: '000000000000',
    stateDirectory: directory,
    services,
    clock: { now: () => time.now },
    bufferSeconds: undefined,
    endpointUrl: 'http://127.0.0.1:0',
    log: () => undefined,
  };
  iam = new Iam(runtime);
  const [s3, glue, athena] = [new S3(runtime), new Glue(runtime), new Athena(runtime)];
  for (const { service } of [s3, glue, athena]) services.register(service);
  const knownIam = iam;
  return Object.assign(time, {
    runtime,
    s3,
    glue,
    athena,
    iam,
    admin: iam.admin,
    call: async (service: string, action: string, input: unknown, caller = knownIam.admin) => {
      return (await services.call(service, action, input, caller)) as never;
    },
    role: (name: string, statements: readonly object[]) => {
      const allow = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
      const arn = knownIam.createRole(name, '/', { Version: '2012-10-17', Statement: [allow] });
      knownIam.putInlinePolicy('role', name, 'inline', { Version: '2012-10-17', Statement: statements });
      return { arn };
    },
    close: async () => {
      await athena.close();
      await s3.close();
      if (stateDirectory === undefined) await rm(directory, { recursive: true, force: true });
    },
  });
}

/** S3's REST door over HTTP, without the check of signatures that the endpoint does before it. */
export async function serveS3({
  s3,
  admin,
}: LakeRuntime): Promise<{ url: string; port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => void s3.handle(request, response, admin));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, port, close };
}
