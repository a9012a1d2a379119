import { createHash } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import type { Case, CaseEvent } from './cases.ts';
import { expectRows, idleSeconds, ParityRun, present } from './parity-run.ts';
import { minute, rowText } from './rows.ts';

/** Long enough ago that every window of a case is over. */
const minutesAgo = 20;

/** Each case on every engine that runs here: the rows that it names, and all others by their ids. */
export function runCases(cases: readonly Case[]): void {
  describe.each([...cases])(
    `the window runner and Apache Flink: $name`,
    { timeout: 480_000 },
    ({ shards, metrics, steps, isNow }) => {
      test(`on ${present.join(' and ')}`, async () => {
        const run = await ParityRun.open(shards);
        if (isNow) await inTheMiddleOfAMinute();
        const begin = (Math.floor(Date.now() / minute) - (isNow ? 0 : minutesAgo)) * minute;
        for (const step of steps) {
          if ('put' in step) {
            await run.put(
              step.shard ?? 0,
              step.put.map((event) => recordOf(event, begin, run.applicationId)),
            );
          } else if ('do' in step) {
            if (step.do === 'wait for idle shards') {
              await longEnough();
              continue;
            }
            if (step.do === 'restart') await run.stop();
            await run.start();
          } else {
            await run.until((rows) => {
              const wanted = rows.filter(({ metric }) => metrics.includes(metric));
              expectRows(
                wanted.map((row) => rowText(row, begin)),
                step.rows,
              );
            });
          }
        }
        // Not only what the case names: every row, by its id. Each metric is sent by itself, so that some come later.
        const until = new Date(begin + 10 * minute).toISOString();
        const sameRows = async () => {
          const [first, second] = await Promise.all(present.map((engine) => run.rows(engine)));
          const closed = (rows: typeof first = []) =>
            rows.filter(({ window_end }) => window_end < until).sort((a, b) => (a.id < b.id ? -1 : 1));
          if (second) expect(closed(second)).toEqual(closed(first));
        };
        await vi.waitFor(sameRows, { timeout: 60_000, interval: 300 });
      });
    },
  );
}

const purchase = { transaction_id: 't', item_id: 'i', item_version: 1, item_amount: 1, country_id: 'DE' };

function recordOf(event: CaseEvent, begin: number, applicationId: string): string {
  const { id, at, type = 'login', player, amount, currency, stranger, raw } = event;
  if (raw !== undefined) return raw;
  const time = begin + at * minute;
  const sent = {
    event_id: uuidOf(id),
    event_type: type,
    event_name: type,
    event_timestamp: time / 1000,
    ...(player && { player_id: player }),
    ...(amount && { event_data: { ...purchase, currency_type: currency, currency_amount: amount } }),
  };
  const application_id = stranger ? uuidOf('stranger') : applicationId;
  return JSON.stringify({ event: sent, application_id, aws_ga_api_requestTimeEpoch: Date.now() });
}

/** For whatever is on the stream to have been read, and saved, and for nothing to have come for twice the idle timeout. */
async function longEnough(): Promise<void> {
  const until = Date.now() + 2 * idleSeconds * 1000;
  await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(until), { timeout: 60_000, interval: 100 });
}

/** What is put onto the stream now is received in the same minute. */
async function inTheMiddleOfAMinute(): Promise<void> {
  const seconds = () => new Date().getUTCSeconds();
  await vi.waitFor(() => expect(seconds() > 0 && seconds() < 50).toBe(true), { timeout: 15_000, interval: 100 });
}

function uuidOf(text: string): string {
  const hex = createHash('md5').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
