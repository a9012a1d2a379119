/** The streams that `bench/kinesis.ts` measures, in a process of their own: prints the endpoint and credentials. */
import { Endpoint } from 'assembly-runtime/endpoint/endpoint.ts';
import { ServiceRegistry } from 'assembly-runtime/endpoint/services.ts';
import { type Runtime, systemClock } from 'assembly-runtime/runtime.ts';
import { Iam } from 'assembly-runtime/services/iam/iam.ts';
import { Kinesis } from 'assembly-runtime/services/kinesis/kinesis.ts';

const [stateDirectory = ''] = process.argv.slice(2);
const registry = new ServiceRegistry((caller, permission) => iam.authorize(caller, permission));
const runtime: Runtime = {
  region: 'us-east-1',
  accountId: '000000000000',
  stateDirectory,
  services: registry,
  clock: systemClock,
  bufferSeconds: undefined,
  endpointUrl: '',
  log: (line) => console.error(line),
};
const iam = new Iam(runtime);
const kinesis = new Kinesis(runtime);
registry.register(kinesis.service);
const s3 = { handle: () => undefined };
const endpoint = new Endpoint({ runtime, registry, iam, s3 });
const { url } = await endpoint.listen(0);
const { accessKeyId, secretAccessKey } = iam.adminCredentials();
console.log(JSON.stringify({ endpoint: url, accessKeyId, secretAccessKey }));
