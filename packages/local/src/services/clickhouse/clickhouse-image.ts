import { totalmem } from 'node:os';
import type { ContainerImage } from '../ecs/container-image.ts';
import { addedFiles } from './added-files.ts';
import { ClickHouseServer } from './clickhouse-server.ts';

/** What ClickHouse allows itself of its memory. https://clickhouse.com/docs/operations/server-configuration-parameters/settings */
const share = 0.9;
/** Without a limit it would take the machine, on which more than ClickHouse runs. */
const shareOfMachine = 0.25;

const containerPort = 8123;

/**
 * The image `clickhouse/clickhouse-server`: its variables CLICKHOUSE_DB, CLICKHOUSE_USER, CLICKHOUSE_PASSWORD and
 * CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT, its HTTP port, its data folder, files in users.d and config.d. https://hub.docker.com/r/clickhouse/clickhouse-server
 */
export const clickHouseImage: ContainerImage = {
  name: 'clickhouse/clickhouse-server',
  async start({ environment, entryPoint, command, folderOf, memoryBytes, reservedBytes, isOwnName, hostPort, log }) {
    const known = ['CLICKHOUSE_DB', 'CLICKHOUSE_USER', 'CLICKHOUSE_PASSWORD', 'CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT'];
    const unknown = Object.keys(environment).filter((name) => name.startsWith('CLICKHOUSE_') && !known.includes(name));
    if (unknown.length > 0) throw new Error(`${unknown.join(', ')} of ClickHouse's image not supported`);
    const { CLICKHOUSE_DB: database, CLICKHOUSE_USER: user, CLICKHOUSE_PASSWORD: password } = environment;
    if (!user || !password) throw new Error('ClickHouse’s image needs CLICKHOUSE_USER and CLICKHOUSE_PASSWORD here');
    const server = await ClickHouseServer.start(
      {
        directory: await folderOf('/var/lib/clickhouse'),
        user,
        password,
        database,
        added: addedFiles({ environment, entryPoint, command }),
        port: hostPort(containerPort),
        isOwnName,
        memoryBytes: Math.floor((memoryBytes ?? Math.max(reservedBytes, totalmem() * shareOfMachine)) * share),
      },
      log,
    );
    const url = new URL(server.url);
    url.username = user;
    url.password = encodeURIComponent(password);
    return {
      ports: new Map([[containerPort, server.port]]),
      addresses: { clickhouse: url.href.replace(/\/$/, '') },
      close: () => server.close(),
    };
  },
};
