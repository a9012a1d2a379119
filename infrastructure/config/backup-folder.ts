import type { Config } from './config.ts';
import { realTimeStores } from './real-time.ts';

/** Where ClickHouse's backups go in the bucket; undefined: this deployment runs none whose data is to last. */
export function backupFolder(config: Config): string | undefined {
  const clickHouse = realTimeStores(config)?.clickHouse;
  const runsClickHouse = clickHouse !== undefined && !('url' in clickHouse);
  return runsClickHouse && !config.DEV_MODE ? `${config.BACKUP_PREFIX}/clickhouse` : undefined;
}
