/** Starts ClickHouse in the folder that is given. After a Ctrl-C it says what a query answers and how often it was restarted. */
import { setTimeout } from 'node:timers/promises';
import { ClickHouseServer } from '../../../src/services/clickhouse/clickhouse-server.ts';

const [directory = ''] = process.argv.slice(2);
const [user, password] = ['analyst', 'secret'];
const server = await ClickHouseServer.start({ directory, user, password, memoryBytes: 1_500_000_000 }, () => {});
process.once('SIGINT', async () => {
  // Longer than a server takes to notice that it lost its process.
  await setTimeout(500);
  const headers = { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': password };
  const answer = await fetch(`${server.url}/?query=SELECT+41+%2B+1`, { headers });
  console.log(`answer ${(await answer.text()).trim()}, ${server.restarts} restarts`);
  await server.close();
});
console.log('ready');
