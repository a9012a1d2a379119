/** The streams that `kinesis.ts` measures, in a process of their own: prints the endpoint and credentials. */
import { Endpoint, Iam, Kinesis, type Runtime, ServiceRegistry, systemClock } from '../src/services/index.ts';

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
