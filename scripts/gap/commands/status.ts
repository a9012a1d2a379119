import type { Command } from 'commander';
import { connect } from '../connect.ts';
import type { Connection } from '../connection.ts';
import { formatTable } from '../output.ts';
import { findProblems, type Problem } from '../status/find-problems.ts';
import type { Application, DeliveryStream, EventSourceMapping, LocalState } from '../status/local-state.ts';
import { observe } from '../status/observe.ts';
import type { Terminal } from '../terminal.ts';

const statusHelp = `
For a local run it also lists problems ("problems" with --json): a stream on a full disk; a delivery, loader or Flink
application that fails, waits for a store or was stopped; a store that does not answer; batches that a loader set aside. Buffered events are no problem.
For a deployed stack it shows addresses; its alarms report problems.

Exit codes: 0 no problem, 1 manual action required, 3 pipeline not reachable.`;

export function addStatus(program: Command, terminal: Terminal): void {
  program
    .command('status')
    .description('show addresses and, in a local run, progress and problems')
    .addHelpText('after', statusHelp)
    .action(async (_: unknown, command: Command) => {
      const connection = await connect(command.optsWithGlobals());
      const { api, outputs } = connection;
      if (!connection.local) return terminal.result({ api, outputs }, inWords(connection));
      const observed = await observe(connection);
      const problems = findProblems(observed);
      const { streams, deliveryStreams, eventSourceMappings, applications } = observed;
      const status = { api, outputs, streams, deliveryStreams, eventSourceMappings, applications, problems };
      terminal.result(status, inWords(connection, observed, problems));
      if (problems.length > 0) terminal.exitCode = 1;
    });
}

function inWords(
  { api, outputs, clickhouse }: Connection,
  { deliveryStreams = [], eventSourceMappings = [], applications = [] }: Partial<LocalState> = {},
  problems: readonly Problem[] = [],
): string {
  const width = Math.max(...Object.keys(outputs).map((name) => name.length));
  const lines = Object.entries(outputs).map(([name, value]) => `${name.padEnd(width)}  ${value}`);
  const words = [`The pipeline runs at ${api}`];
  if (clickhouse !== undefined)
    words.push(`ClickHouse at ${new URL(clickhouse).origin}; with user and password: "clickhouse" in run.json`);
  words.push('', ...lines);
  if (deliveryStreams.length > 0) words.push('', deliveryTable(deliveryStreams));
  if (eventSourceMappings.length > 0) words.push('', mappingTable(eventSourceMappings));
  if (applications.length > 0) words.push('', applicationTable(applications));
  if (problems.length > 0)
    words.push('', 'Manual action required:', ...problems.map(({ part, problem }) => `  ${part}: ${problem}`));
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
