import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { type Connection, parseAnswer } from './connection.ts';

/** What the compactions of one command did together. */
export interface CompactionSummary {
  /** Days of applications that were rewritten. */
  readonly partitions: number;
  readonly rows: number;
  readonly duplicates: number;
  readonly bytes: number;
  readonly duplicated: readonly Duplicated[];
}

export interface Duplicated {
  readonly applicationId: string;
  readonly eventDate: string;
  readonly duplicates: number;
}

interface Answer extends CompactionSummary {
  readonly finished: boolean;
}

interface Busy {
  readonly busy: true;
  readonly holder: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

export interface CompactOptions {
  readonly onProgress: (line: string) => void;
  /** How long to wait for a compaction that is under way, in seconds. Default 20 minutes: a function ends after 15. */
  readonly maxWaitSeconds?: number;
  readonly pauseMilliseconds?: number;
}

/** A function may run for 15 minutes before it answers. */
const maxAnswerMilliseconds = 16 * 60_000;

/**
 * Compacts everything that was delivered, run after run until all is done. Throws with the function's own words when it
 * fails, and saying who is at it when another compaction does not end in time.
 */
export async function compactLake(connection: Connection, options: CompactOptions): Promise<CompactionSummary> {
  const { onProgress, maxWaitSeconds = 20 * 60, pauseMilliseconds = 1000 } = options;
  const FunctionName = connection.outputs.CompactFunction;
  if (FunctionName === undefined) throw new Error('this pipeline has no compaction: its version is older');
  const client = new LambdaClient({
    ...connection.clientSettings,
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ requestTimeout: maxAnswerMilliseconds }),
  });
  const Payload = Buffer.from(JSON.stringify({ all: true }));
  const deadline = Date.now() + maxWaitSeconds * 1000;
  let total: CompactionSummary = { partitions: 0, rows: 0, duplicates: 0, bytes: 0, duplicated: [] };
  for (;;) {
    const { Payload: payload, FunctionError } = await client.send(new InvokeCommand({ FunctionName, Payload }));
    const text = Buffer.from(payload ?? []).toString();
    if (FunctionError !== undefined) throw new Error(`the compaction failed: ${reasonOf(text)}`);
    const answer = readAnswer(text);
    if ('busy' in answer) {
      if (Date.now() >= deadline) throw new Error(`another compaction is under way: ${inWords(answer)}`);
      onProgress(`waiting for another compaction: ${inWords(answer)} …`);
      await sleep(pauseMilliseconds);
      continue;
    }
    total = add(total, answer);
    if (answer.finished) return total;
    onProgress(`${total.partitions} partitions, ${total.rows} rows; there is more …`);
  }
}

function add(total: CompactionSummary, one: CompactionSummary): CompactionSummary {
  return {
    partitions: total.partitions + one.partitions,
    rows: total.rows + one.rows,
    duplicates: total.duplicates + one.duplicates,
    bytes: total.bytes + one.bytes,
    duplicated: [...total.duplicated, ...one.duplicated],
  };
}

/** The function's answer: its shape is that of `handle` in functions/platform/compact-events. */
function readAnswer(text: string): Answer | Busy {
  const answer = parseAnswer(text);
  if (typeof answer === 'object' && answer !== null && ('busy' in answer || 'finished' in answer)) {
    return answer as Answer | Busy;
  }
  throw new Error(`the compaction answered ${text}`);
}

function reasonOf(text: string): string {
  const { errorMessage } = (parseAnswer(text) ?? {}) as { errorMessage?: unknown };
  return typeof errorMessage === 'string' ? errorMessage : text;
}

function inWords({ holder, since }: Busy): string {
  return since > 0 ? `${holder}, since ${new Date(since).toISOString()}` : holder;
}
