import { Construct, type IDependable } from 'constructs';
import type { Conditions } from '../../monitoring/condition.ts';
import type { Outputs } from '../../outputs.ts';
import type { Reporting } from '../../stage-stack.ts';
import type { StoreNetwork } from '../store-network.ts';
import { type ExistingClickHouse, isExisting, type OwnClickHouse } from '../stores.ts';
import { type BackupPlace, ClickHouseBackup } from './clickhouse-backup.ts';
import type { ClickHouseConnection } from './clickhouse-connection.ts';
import { ClickHouseServer } from './clickhouse-server.ts';
import { ClickHouseTables } from './clickhouse-tables.ts';
import { ClickHouseWatch } from './clickhouse-watch.ts';

export interface ClickHouseStoreProps {
  readonly workloadName: string;
  readonly clickHouse: OwnClickHouse | ExistingClickHouse;
  /** Undefined: no store is in a private network. */
  readonly place: StoreNetwork | undefined;
  readonly database: string;
  readonly retentionDays: number;
  /** Undefined: nothing here is worth a backup. */
  readonly backups: BackupPlace | undefined;
  /** Whether somebody is told when something is wrong. */
  readonly hasAlarms: boolean;
  readonly durable: boolean;
  readonly logRetentionDays: number;
}

/** ClickHouse with its tables: a server that is there already, or one of this deployment with its watch and backups. */
export class ClickHouseStore extends Construct implements Reporting {
  /** As the user that loads rows. */
  readonly loader: ClickHouseConnection;
  /** Once the tables are there. */
  readonly prepared: IDependable;
  readonly conditions: Conditions;
  readonly outputs: Outputs;

  constructor(scope: Construct, id: string, props: ClickHouseStoreProps) {
    super(scope, id);
    const { logRetentionDays } = props;
    const server = this.#runServer(props);
    const administrator = connectionOf(props, server);
    // A server that is there already has one user for all.
    this.loader = { ...administrator, ...(server && { secretArn: server.loaderSecret.secretArn }) };
    const tables = new ClickHouseTables(this, 'Tables', {
      connection: administrator,
      retentionDays: props.retentionDays,
      after: server ? [server] : [],
      logRetentionDays,
    });
    this.prepared = tables.prepared;
    const watch =
      server && props.hasAlarms
        ? new ClickHouseWatch(this, 'Watch', { connection: this.loader, logRetentionDays })
        : undefined;
    const backup =
      server && props.backups
        ? new ClickHouseBackup(this, 'Backup', { connection: administrator, place: props.backups, logRetentionDays })
        : undefined;
    this.conditions = { ...watch?.conditions, ...backup?.conditions };
    this.outputs = {
      ClickHouseUrl: { description: 'ClickHouse, HTTP interface', value: administrator.url },
      ClickHouseDatabase: { description: 'Database in ClickHouse', value: administrator.database },
      ClickHouseSecret: {
        description: 'Secret with username and password of ClickHouse',
        value: administrator.secretArn,
      },
      ...server?.outputs,
      ...tables.outputs,
      ...backup?.outputs,
    };
  }

  #runServer({ clickHouse, place, ...props }: ClickHouseStoreProps): ClickHouseServer | undefined {
    if (isExisting(clickHouse)) return undefined;
    if (place === undefined) throw new Error('ClickHouse needs a private network');
    return new ClickHouseServer(this, 'ClickHouse', {
      ...props,
      ...clickHouse,
      network: place.network,
      clients: place.functions.securityGroup,
    });
  }
}

/** As the administrator. */
function connectionOf(
  { clickHouse, database, place }: ClickHouseStoreProps,
  server: ClickHouseServer | undefined,
): ClickHouseConnection {
  if (isExisting(clickHouse)) return { ...clickHouse, certificate: '', database, network: undefined };
  if (server === undefined) throw new Error('there is no ClickHouse to connect to');
  const { url, certificate, secret } = server;
  return { url, certificate, secretArn: secret.secretArn, database, cluster: '', network: place?.functions };
}
