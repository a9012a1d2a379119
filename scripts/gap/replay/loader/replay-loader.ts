import { connect } from '../../connect.ts';
import type { Target } from '../../connection.ts';
import { formatTable } from '../../output.ts';
import type { Terminal } from '../../terminal.ts';
import { Pace } from '../pace.ts';
import type { Selection } from '../source.ts';
import { interruptedExitCode, stopOnSignal } from '../stop-on-signal.ts';
import { type FailedBatch, type FailedRecord, isSelected, readFailedBatch } from './failed-batch.ts';
import { FailureDestination } from './failure-destination.ts';
import { functionNameOf, Loaders } from './loaders.ts';
import { sendBatch } from './send-batch.ts';

export interface LoaderReplayRequest {
  readonly selection: Selection;
  /** Records a second. */
  readonly rate: number;
  /** Send nothing. */
  readonly dryRun: boolean;
}

/** A batch of which something is asked for. */
interface Candidate extends FailedBatch {
  readonly key: string;
  readonly selected: readonly FailedRecord[];
}

interface Found {
  readonly destination: FailureDestination;
  readonly loaders: Loaders;
  /** Objects that cannot be sent again, in words. */
  readonly skipped: string[];
  readonly candidates: AsyncIterable<Candidate>;
}

/** Batches in a row of which a function takes nothing: it is not the records then. */
const maxConsecutiveFailures = 5;
const namedFailures = 20;

/**
 * `gap replay --from loader`: gives what Lambda could not load, and stored, to the same function again. Not to the stream:
 * the lake and the metrics have these events already. A row that is there is not written twice, as it has the key that it
 * had: an event its id, a metric row its id and the time at which it arrived.
 */
export async function replayLoader(request: LoaderReplayRequest, target: Target, terminal: Terminal): Promise<void> {
  const connection = await connect(target);
  const destination = new FailureDestination(connection);
  const loaders = new Loaders(connection);
  const skipped: string[] = [];
  const candidates = candidatesOf(destination, loaders, request.selection, skipped);
  const found = { destination, loaders, skipped, candidates };
  try {
    if (request.dryRun) await preview(found, terminal);
    else await send(found, request.rate, terminal);
  } finally {
    destination.close();
    loaders.close();
  }
}

async function* candidatesOf(
  destination: FailureDestination,
  loaders: Loaders,
  selection: Selection,
  skipped: string[],
): AsyncIterable<Candidate> {
  for await (const key of destination.keys()) {
    const text = await destination.read(key);
    if (text === undefined) continue;
    const batch = readFailedBatch(text);
    if (batch === undefined) skipped.push(`${key} is no batch of a Kinesis stream that Lambda gave up`);
    else if (!loaders.has(batch.functionArn))
      skipped.push(`${key} is of ${batch.functionArn}, which is no loader of this pipeline`);
    else {
      const selected = batch.records.filter((record) => isSelected(record, selection));
      const isMeant = selection.reason === undefined || selection.reason === batch.reason;
      if (isMeant && selected.length > 0) yield { ...batch, key, selected };
    }
  }
}

async function send({ destination, loaders, skipped, candidates }: Found, rate: number, terminal: Terminal) {
  const counts = { found: 0, replayed: 0, failed: 0 };
  const stop = stopOnSignal(() => terminal.note('stopping after the batch that is under way …'));
  const pace = new Pace(rate);
  let failuresInARow = 0;
  let reason = '';
  let finished = true;
  try {
    for await (const { key, functionArn, records, selected } of candidates) {
      finished = failuresInARow < maxConsecutiveFailures && (await pace.take(selected.length, stop.signal));
      if (!finished) break;
      const sent = await sendBatch(selected, (rest) => loaders.send(functionArn, rest));
      counts.found += selected.length;
      counts.replayed += sent.replayed;
      nameFailures(sent.failed, counts.failed, sent.message, terminal);
      counts.failed += sent.failed.length;
      failuresInARow = sent.message !== undefined && sent.replayed === 0 ? failuresInARow + 1 : 0;
      if (sent.message !== undefined) reason = `${functionNameOf(functionArn)}: ${sent.message}`;
      if (sent.failed.length === 0 && selected.length === records.length) await destination.markDone(key);
      terminal.progress(`${inWords(counts)}, skipped ${skipped.length}`);
    }
  } finally {
    stop.release();
  }
  for (const line of skipped.slice(0, namedFailures)) terminal.note(line);
  terminal.result(
    { from: 'loader', ...counts, skipped: skipped.length },
    `${inWords(counts)}, skipped ${skipped.length}`,
  );
  if (counts.failed > 0) terminal.exitCode = 1;
  if (stop.signal.aborted) {
    terminal.note('interrupted: give the same command again to go on');
    terminal.exitCode = interruptedExitCode;
  } else if (!finished) terminal.note(`stopped, as the loader takes nothing: ${reason}; give the same command again`);
}

function nameFailures(
  failed: readonly FailedRecord[],
  before: number,
  message: string | undefined,
  terminal: Terminal,
): void {
  for (const { sequenceNumber, arrivedAt } of failed.slice(0, Math.max(0, namedFailures - before)))
    terminal.note(
      `record ${sequenceNumber}, received ${new Date(arrivedAt).toISOString()}, is not taken${message === undefined ? '' : `: ${message}`}`,
    );
}

async function preview({ skipped, candidates }: Found, terminal: Terminal): Promise<void> {
  const groups = new Map<string, { function: string; reason: string; application_id: string; records: number }>();
  let found = 0;
  for await (const { functionArn, reason, selected } of candidates) {
    found += selected.length;
    for (const { applicationId = '' } of selected) {
      const name = functionNameOf(functionArn);
      const key = JSON.stringify([name, reason, applicationId]);
      const group = groups.get(key) ?? { function: name, reason, application_id: applicationId, records: 0 };
      group.records += 1;
      groups.set(key, group);
    }
  }
  for (const line of skipped.slice(0, namedFailures)) terminal.note(line);
  const inOrder = [...groups].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, group]) => group);
  const rows = inOrder.sort((one, other) => other.records - one.records);
  const columns = (['function', 'reason', 'application_id'] as const).map((name) => ({ name, kind: 'text' as const }));
  const table = formatTable(
    [...columns, { name: 'records', kind: 'number' as const }],
    rows.map((row) => [...columns.map(({ name }) => row[name]), String(row.records)]),
  );
  const words =
    found === 0 ? 'there is nothing to replay' : `${table}\n\n${found} would be sent to their functions again`;
  terminal.result({ from: 'loader', dryRun: true, found, skipped: skipped.length, groups: rows }, words);
}

function inWords({ found, replayed, failed }: { found: number; replayed: number; failed: number }): string {
  return `found ${found}, replayed ${replayed}, failed ${failed}`;
}
