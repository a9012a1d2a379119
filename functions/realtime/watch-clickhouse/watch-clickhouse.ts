import type { ClickHouseServer } from '../clickhouse/server.ts';

/** How full the fullest disk of the server is, in percent. */
export async function fullestDisk(server: Pick<ClickHouseServer, 'rows'>): Promise<number> {
  const [row] = await server.rows('SELECT max(100 * (1 - free_space / total_space)) AS used FROM system.disks');
  const used = Number(row?.used);
  if (!Number.isFinite(used)) throw new Error('ClickHouse does not say how full its disk is');
  return used;
}
