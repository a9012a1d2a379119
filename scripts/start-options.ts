import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { errorMessage } from '../schemas/error-message.ts';

/** The options of `npm start` and `npm run demo`. */
export interface StartOptions {
  readonly config: string;
  readonly state: string;
  readonly port: number;
  /** Ports of this machine for ports of containers. */
  readonly publishedPorts: ReadonlyMap<number, number>;
  readonly reset: boolean;
  readonly bufferSeconds: number | undefined;
  readonly realEngines: ReadonlySet<string>;
  readonly secretsFile: string | undefined;
  /** Start again after each change of what runs. */
  readonly watch: boolean;
}

/** What `--engine` takes; `npm run engines` fetches them. */
const engineNames = ['flink', 'opensearch'];

/** Port of ClickHouse's HTTP interface in its container. */
const clickHouseContainerPort = 8123;

/** Default state directory of `npm start`. */
export const defaultState = '.local';

const usage = (command: string) => `${command} -- [options]

  --config FILE         config to run (config.yaml)
  --state DIR           state directory (.local)
  --port N              port of the API; the AWS endpoint and the console use the next two; 0: any free ports (4566)
  --clickhouse-port N   port of ClickHouse; 0: any free port (8123, or 0 with --port 0)
  --reset               delete the state first
  --buffer-seconds S    maximum interval of delivery buffers and of schedules such as compaction (5)
  --cloud-timing        use the intervals of the template
  --watch               restart after a change of config, schemas, functions, SQL or infrastructure
  --engine NAME         run this real engine: flink, opensearch (fetched by npm run engines)
  --secrets FILE        values of existing secrets (CLICKHOUSE_SECRET_ARN): {"ARN": {"username": …, "password": …}}`;

/** Reads the command line; prints the usage and exits with 0 for --help and 2 for what it does not know. */
export function readStartOptions(command: string): StartOptions {
  try {
    const { values } = parseArgs({
      options: {
        help: { type: 'boolean' },
        config: { type: 'string', default: 'config.yaml' },
        state: { type: 'string', default: defaultState },
        port: { type: 'string', default: '4566' },
        'clickhouse-port': { type: 'string' },
        reset: { type: 'boolean', default: false },
        'buffer-seconds': { type: 'string', default: '5' },
        'cloud-timing': { type: 'boolean', default: false },
        engine: { type: 'string', multiple: true, default: [] },
        secrets: { type: 'string' },
        watch: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(usage(command));
      process.exit(0);
    }
    const unknown = values.engine.find((name) => !engineNames.includes(name));
    if (unknown !== undefined) throw new Error(`--engine takes ${engineNames.join(' or ')}, not ${unknown}`);
    const port = Number(values.port);
    const clickHousePort = Number(values['clickhouse-port'] ?? (port === 0 ? 0 : clickHouseContainerPort));
    if (!(Number.isInteger(clickHousePort) && clickHousePort >= 0 && clickHousePort <= 65_535))
      throw new Error(`--clickhouse-port takes 0 to 65535, not ${values['clickhouse-port']}`);
    const publishedPorts = new Map([[clickHouseContainerPort, clickHousePort]]);
    const seconds = Number(values['buffer-seconds']);
    if (!(Number.isInteger(port) && port >= 0 && port <= 65_533))
      throw new Error(`--port takes 0 to 65533, not ${values.port}`);
    if (!(seconds > 0 && seconds <= 900))
      throw new Error(`--buffer-seconds takes more than 0 and at most 900, not ${values['buffer-seconds']}`);
    const realEngines = new Set(values.engine);
    const bufferSeconds = values['cloud-timing'] ? undefined : seconds;
    const { config, state, reset, watch, secrets: secretsFile } = values;
    if (secretsFile !== undefined && !existsSync(secretsFile))
      throw new Error(`--secrets: there is no file ${secretsFile}`);
    return { config, state, port, publishedPorts, reset, bufferSeconds, realEngines, secretsFile, watch };
  } catch (error) {
    console.error(`${errorMessage(error)}\n\n${usage(command)}`);
    process.exit(2);
  }
}
