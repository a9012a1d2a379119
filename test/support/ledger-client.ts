import { setTimeout as sleep } from 'node:timers/promises';
import type { Game } from './pipeline.ts';

/** What a client knows about the lines that it sent. */
export interface Ledger {
  /** Lines that were acknowledged; each of them once, whatever happened to the pipeline meanwhile. */
  acknowledged: number;
  /** Lines of requests without an answer that told: they may be stored, and were sent again. */
  uncertain: number;
}

export interface LedgerSettings {
  readonly game: Game;
  /** Where the pipeline is now, asked before every request; throws when it will not come back. */
  readonly api: () => string;
  readonly batch: number;
  readonly clients: number;
  /** The text of a line as it leaves the client now. */
  readonly stamp: (line: string) => string;
  readonly onAcknowledged: () => void;
}

const pauseMilliseconds = 200;
const maxSilenceMilliseconds = 120_000;

/** Sends all lines, each of the clients one batch at a time, until every line is acknowledged. */
export async function sendAll(lines: Iterator<string>, ledger: Ledger, settings: LedgerSettings): Promise<void> {
  const client = async () => {
    for (let batch = take(lines, settings.batch); batch.length > 0; batch = take(lines, settings.batch)) {
      await sendBatch(batch, ledger, settings);
    }
  };
  await Promise.all(Array.from({ length: settings.clients }, client));
}

async function sendBatch(batch: readonly string[], ledger: Ledger, settings: LedgerSettings): Promise<void> {
  const deadline = Date.now() + maxSilenceMilliseconds;
  for (let pending = batch; ; ) {
    const { failed, reason, refused } = await post(pending, settings);
    if (reason === undefined) {
      ledger.acknowledged += pending.length - failed.length;
      settings.onAcknowledged();
    } else if (!refused) ledger.uncertain += pending.length;
    if (failed.length === 0) return;
    if (Date.now() > deadline) throw new Error(`a batch could not be sent for two minutes: ${reason}`);
    pending = failed;
    await sleep(pauseMilliseconds);
  }
}

interface Answer {
  readonly failed: readonly string[];
  /** Why nobody knows what became of the others; undefined: it is known. */
  readonly reason?: string;
  /** Nobody was there to take the request. */
  readonly refused?: boolean;
}

async function post(lines: readonly string[], { api, game, stamp }: LedgerSettings): Promise<Answer> {
  const url = `${api()}/applications/${game.id}/events`;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: game.key, 'content-type': 'application/json' },
      body: `{"events":[${lines.map(stamp).join(',')}]}`,
    });
    const text = await response.text();
    if (!response.ok) return { failed: lines, reason: text };
    const { Events } = JSON.parse(text) as { Events: { Result: string }[] };
    return { failed: lines.filter((_, index) => Events[index]?.Result !== 'Ok') };
  } catch (error) {
    const { cause } = error as { cause?: { code?: unknown } };
    return { failed: lines, reason: String(error), refused: cause?.code === 'ECONNREFUSED' };
  }
}

function take(source: Iterator<string>, count: number): string[] {
  const lines: string[] = [];
  while (lines.length < count) {
    const { value, done } = source.next();
    if (done) break;
    lines.push(value);
  }
  return lines;
}
