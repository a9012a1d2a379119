import type { Command } from 'commander';
import { type Connection, connect } from '../connection.ts';
import { formatTable } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface DeliveryStream {
  name: string;
  bufferedRecords: number;
  deliveredRecords: number;
  failedRecords: number;
  lastDelivery?: string;
  lastError?: string;
}

interface EventSourceMapping {
  functionName: string;
  streamArn: string;
  lastProcessingResult: string;
  /** What the function complains about in an invocation that goes on. */
  complaint?: string;
}

/** A Flink application. */
interface Application {
  application: string;
  status: string;
  /** Why it does not run, or was begun again. */
  reason?: string;
  /** Windows that end before it are closed. */
  watermark?: string;
  caughtUp?: boolean;
}

interface LocalState {
  deliveryStreams: DeliveryStream[];
  eventSourceMappings: EventSourceMapping[];
  applications: Application[];
}

export function addRuntime(program: Command, terminal: Terminal): void {
  program
    .command('flush')
    .description('end all buffers now, so that everything sent can be queried (local run)')
    .action(async (_: unknown, command: Command) => {
      const connection = await connect(command.optsWithGlobals());
      const answer = await connection.runtime('Flush');
      terminal.result(answer, 'flushed');
    });
  program
    .command('status')
    .description('where the pipeline is, and in a local run what waits, runs and fails')
    .action(async (_: unknown, command: Command) => {
      const connection = await connect(command.optsWithGlobals());
      const state = connection.local ? ((await connection.runtime('Status')) as LocalState) : undefined;
      const status = { api: connection.api, outputs: connection.outputs, ...state };
      terminal.result(status, inWords(connection, state));
    });
}

function inWords({ api, outputs, clickhouse }: Connection, state: LocalState | undefined): string {
  const { deliveryStreams = [], eventSourceMappings = [], applications = [] } = state ?? {};
  const width = Math.max(...Object.keys(outputs).map((name) => name.length));
  const lines = Object.entries(outputs).map(([name, value]) => `${name.padEnd(width)}  ${value}`);
  const words = [`The pipeline runs at ${api}`];
  if (clickhouse !== undefined)
    words.push(`ClickHouse at ${new URL(clickhouse).origin}; with user and password: "clickhouse" in run.json`);
  words.push('', ...lines);
  if (deliveryStreams.length > 0) words.push('', deliveryTable(deliveryStreams));
  if (eventSourceMappings.length > 0) words.push('', mappingTable(eventSourceMappings));
  if (applications.length > 0) words.push('', applicationTable(applications));
  return words.join('\n');
}

/** Records since the pipeline was started. */
function deliveryTable(streams: readonly DeliveryStream[]): string {
  const text = (name: string) => ({ name, kind: 'text' as const });
  const number = (name: string) => ({ name, kind: 'number' as const });
  const columns = [text('delivery'), number('waiting'), number('delivered'), number('failed'), text('last delivery')];
  const rows = streams.map((one) => [
    one.name,
    String(one.bufferedRecords),
    String(one.deliveredRecords),
    String(one.failedRecords),
    one.lastError === undefined ? (one.lastDelivery ?? 'none yet') : `failing: ${one.lastError}`,
  ]);
  return formatTable(columns, rows);
}

function mappingTable(mappings: readonly EventSourceMapping[]): string {
  const columns = ['function', 'reads', 'last result'].map((name) => ({ name, kind: 'text' as const }));
  const rows = mappings.map(({ functionName, streamArn, lastProcessingResult, complaint }) => [
    functionName,
    streamArn.replace(/^.*\//, ''),
    complaint === undefined ? lastProcessingResult : `waits: ${complaint}`,
  ]);
  return formatTable(columns, rows);
}

function applicationTable(applications: readonly Application[]): string {
  const columns = ['application', 'status', 'minutes closed before', 'reason'].map((name) => ({
    name,
    kind: 'text' as const,
  }));
  const rows = applications.map((one) => [
    one.application,
    one.status === 'RUNNING' && one.caughtUp === false ? 'RUNNING, catching up' : one.status,
    one.watermark ?? '–',
    one.reason ?? '',
  ]);
  return formatTable(columns, rows);
}
