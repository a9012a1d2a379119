import type { Command } from 'commander';
import { connect } from '../connection.ts';
import { UsageError } from '../errors.ts';
import { findApplicationId } from '../find-application.ts';
import { EventTimes } from '../send/event-times.ts';
import type { InputEvent } from '../send/post-events.ts';
import { openEvents } from '../send/read-events.ts';
import { sendEvents } from '../send/send-events.ts';
import { waitUntilQueryable } from '../send/wait-until-queryable.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  app: string;
  key: string;
  batch: string;
  concurrency: string;
  recent?: boolean;
  pace?: string;
  wait?: boolean;
}

/** How many refused events are named one by one. */
const namedRefusals = 20;

export function addSend(program: Command, terminal: Terminal): void {
  program
    .command('send')
    .description('send events from a file (NDJSON, a JSON array or a request body); retries only failed events')
    .argument('<file>', 'the file, or - for stdin')
    .requiredOption('--app <id>', 'application (id or name)')
    .requiredOption('--key <value>', 'value of an API key of the application')
    .option('--batch <n>', 'events per request, 1 to 500', '100')
    .option('--concurrency <n>', 'parallel requests, 1 to 64', '4')
    .option(
      '--recent',
      'shift all times by the same whole number of days, so that the last event is within the past 24 hours',
    )
    .option('--pace <x>', 'send the events in order, at x times their original speed')
    .option('--wait', 'return when all events can be queried')
    .action(async (file: string, options: Options, command: Command) => {
      const batch = inRange('--batch', options.batch, 1, 500);
      const concurrency = inRange('--concurrency', options.concurrency, 1, 64);
      const pace = options.pace === undefined ? undefined : inRange('--pace', options.pace, 0.001, 1_000_000);
      const connection = await connect(command.optsWithGlobals());
      const applicationId = await findApplicationId(connection, options.app);
      const source = await openEvents(file);
      try {
        const times = options.recent ? await EventTimes.recent(source.events(), Date.now()) : new EventTimes();
        const seen = new Seen(times);
        const start = Date.now();
        let refusals = 0;
        const target = command.optsWithGlobals();
        const locate = () =>
          connect(target).then(
            ({ api }) => api,
            () => undefined,
          );
        const destination = { api: connection.api, applicationId, key: options.key, locate };
        const result = await sendEvents(destination, seen.watch(source.events()), times, {
          batch,
          concurrency,
          ...(pace !== undefined && { pace }),
          onProgress: ({ sent, accepted, failed }) =>
            terminal.progress(`sent ${sent}, accepted ${accepted}, failed ${failed}`),
          onRefused: (event, reason) => {
            seen.forget(event);
            refusals += 1;
            if (refusals <= namedRefusals) terminal.note(`event ${event.position} was not accepted: ${reason}`);
          },
        });
        if (refusals > namedRefusals) terminal.note(`… and ${refusals - namedRefusals} more`);
        const { sent, accepted, failed } = result;
        const moved = times.shiftedDays === 0 ? '' : `, moved by ${times.shiftedDays} days`;
        let quarantined: number | undefined;
        if (options.wait && accepted > 0) {
          const found = await waitUntilQueryable(await connect(target), {
            applicationId,
            events: seen.distinct,
            since: Math.min(result.serverTime, start),
            ...seen.days(),
            onProgress: (found) => terminal.progress(`${found} of ${seen.distinct} events can be queried`),
          });
          quarantined = found.quarantined;
        }
        const summary = { sent, accepted, failed, shiftedDays: times.shiftedDays, quarantined };
        terminal.result(summary, `sent ${sent}, accepted ${accepted}, failed ${failed}${moved}`);
        if (quarantined)
          terminal.note(`${quarantined} of them are quarantined: gap query --metric quarantined_by_reason`);
        if (sent === 0) terminal.note('there was no event to send: has the file been written?');
        if (failed > 0) terminal.exitCode = 1;
      } finally {
        await source.close();
      }
    });
}

/** The distinct ids and the days of what was sent, for `--wait`. */
class Seen {
  readonly #times: EventTimes;
  readonly #ids = new Set<string>();
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  constructor(times: EventTimes) {
    this.#times = times;
  }

  async *watch(events: AsyncIterable<InputEvent>): AsyncIterable<InputEvent> {
    for await (const event of events) {
      const id = idOf(event);
      if (id !== undefined) this.#ids.add(id);
      const time = this.#times.of(event.text);
      if (time !== undefined) {
        this.#first = Math.min(this.#first, time);
        this.#last = Math.max(this.#last, time);
      }
      yield event;
    }
  }

  forget(event: InputEvent): void {
    const id = idOf(event);
    if (id !== undefined) this.#ids.delete(id);
  }

  get distinct(): number {
    return this.#ids.size;
  }

  days(): { firstDay: string; lastDay: string } {
    const shifted = this.#times.shiftedDays * 86_400;
    return { firstDay: dayOf(this.#first + shifted), lastDay: dayOf(this.#last + shifted) };
  }
}

function idOf({ text }: InputEvent): string | undefined {
  try {
    const { event_id } = JSON.parse(text) as { event_id?: unknown };
    return typeof event_id === 'string' ? event_id : undefined;
  } catch {
    return undefined;
  }
}

/** Times beyond what a date can hold are quarantined, so that any day will do for them. */
function dayOf(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 ? '9999-12-31' : date.toISOString().slice(0, 10);
}

function inRange(option: string, text: string, lowest: number, highest: number): number {
  const value = Number(text);
  if (!(value >= lowest && value <= highest) || (option !== '--pace' && !Number.isInteger(value)))
    throw new UsageError(`${option} takes ${lowest} to ${highest}, not ${text}`);
  return value;
}
