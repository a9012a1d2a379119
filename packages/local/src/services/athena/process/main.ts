import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { QueryDatabase } from '../query-database.ts';
import { writeResults } from '../results/write-results.ts';
import type { Answer, FromProcess, ToProcess, Value } from './protocol.ts';

/** The process of one query: a DuckDB of its own, which goes when its parent goes or when it takes too much memory. */

const [tempDirectory = '', maxMemoryBytes = ''] = process.argv.slice(2);
const database = new QueryDatabase(tempDirectory);
const connections = new Map<number, DuckDBConnection>();

function tell(message: FromProcess): void {
  process.send?.(message);
}

process.on('disconnect', () => process.exit(0));

process.on('message', (message: ToProcess) => {
  if (message.kind === 'interrupt') {
    for (const connection of connections.values()) connection.interrupt();
    return;
  }
  answer(message).then(
    (value) => tell({ kind: 'answer', id: message.id, value }),
    (error: unknown) => {
      tell({ kind: 'failed', id: message.id, reason: error instanceof Error ? error.message : String(error) });
    },
  );
});

async function answer(message: Exclude<ToProcess, { kind: 'interrupt' }>): Promise<Answer> {
  switch (message.kind) {
    case 'connect':
      connections.set(message.connection, await (message.plain ? database.connectPlainly() : database.connect()));
      return {};
    case 'run': {
      const result = await connectionOf(message.connection).run(message.sql);
      const rows = (await result.getRows()).map((row) => row.map(plainValue));
      return { rows, rowsChanged: result.rowsChanged };
    }
    case 'write':
      return { columns: await writeResults(connectionOf(message.connection), message, message.path) };
    case 'drop':
      await database.drop(message.table);
      return {};
    case 'close':
      connectionOf(message.connection).closeSync();
      connections.delete(message.connection);
      return {};
  }
}

function connectionOf(number: number): DuckDBConnection {
  const connection = connections.get(number);
  if (connection === undefined) throw new Error(`there is no connection ${number}`);
  return connection;
}

function plainValue(value: DuckDBValue): Value {
  return typeof value === 'object' && value !== null ? String(value) : value;
}

// DuckDB's limit does not count what its functions allocate by themselves.
setInterval(() => {
  const bytes = process.memoryUsage.rss();
  if (bytes <= Number(maxMemoryBytes)) return;
  process.send?.({ kind: 'out_of_memory', bytes } satisfies FromProcess, () => process.kill(process.pid, 'SIGKILL'));
}, 50).unref();

await database.connectPlainly().then((connection) => connection.closeSync());
tell({ kind: 'ready' });
