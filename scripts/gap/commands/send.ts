import type { Command } from 'commander';
import { connect } from '../connect.ts';
import { UsageError } from '../errors.ts';
import { findApplicationId } from '../find-application.ts';
import { openEvents } from '../send/read-events.ts';
import { addRecentOptions, type RecentOptions, readTimes, recordingNote } from '../send/recent-options.ts';
import { sendEvents } from '../send/send-events.ts';
import { SentIds } from '../send/sent-ids.ts';
import { waitUntilQueryable } from '../send/wait-until-queryable.ts';
import type { Terminal } from '../terminal.ts';

interface Options extends RecentOptions {
  app: string;
  key: string;
  batch: string;
  concurrency: string;
  pace?: string;
  wait?: boolean;
}

/** How many refused events are named one by one. */
const namedRefusals = 20;

export function addSend(program: Command, terminal: Terminal): void {
  const send = program
    .command('send')
    .description('send events from a file (NDJSON, a JSON array or a request body); retries only failed events')
    .argument('<file>', 'the file, or - for stdin')
    .requiredOption('--app <id>', 'application (id or name)')
    .requiredOption('--key <value>', 'value of an API key of the application')
    .option('--batch <n>', 'events per request, 1 to 500', '100')
    .option('--concurrency <n>', 'parallel requests, 1 to 64', '4')
    .option('--pace <x>', 'send the events in order, at x times their original speed')
    .option('--wait', 'return when all events can be queried');
  addRecentOptions(send).action(async (file: string, options: Options, command: Command) => {
    const batch = inRange('--batch', options.batch, 1, 500);
    const concurrency = inRange('--concurrency', options.concurrency, 1, 64);
    const pace = options.pace === undefined ? undefined : inRange('--pace', options.pace, 0.001, 1_000_000);
    const connection = await connect(command.optsWithGlobals());
    const applicationId = await findApplicationId(connection, options.app);
    const source = await openEvents(file);
    try {
      const times = await readTimes(source, options);
      const note = recordingNote(times, options);
      if (note !== undefined) terminal.note(note);
      const ids = new SentIds(times);
      const start = Date.now();
      let refusals = 0;
      const target = command.optsWithGlobals();
      const locate = () =>
        connect(target).then(
          ({ api }) => api,
          () => undefined,
        );
      const destination = { api: connection.api, applicationId, key: options.key, locate };
      const result = await sendEvents(destination, source.events(), times, {
        batch,
        concurrency,
        ...(pace !== undefined && { pace }),
        onSend: (event) => ids.add(event),
        onProgress: ({ sent, accepted, failed }) =>
          terminal.progress(`sent ${sent}, accepted ${accepted}, failed ${failed}`),
        onRefused: (event, reason) => {
          ids.forget(event);
          refusals += 1;
          if (refusals <= namedRefusals) terminal.note(`event ${event.position} was not accepted: ${reason}`);
        },
      });
      if (refusals > namedRefusals) terminal.note(`… and ${refusals - namedRefusals} more`);
      const { sent, failed } = result;
      const moved = times.shiftedDays === 0 ? '' : `, moved by ${times.shiftedDays} days`;
      const { keys } = ids;
      const found =
        options.wait && result.accepted > 0
          ? await waitUntilQueryable(await connect(target), {
              applicationId,
              keys,
              since: Math.min(result.serverTime, start),
              ...ids.days(),
              onProgress: (count) => terminal.progress(`${count} of ${keys.length} events can be queried`),
            })
          : undefined;
      const quarantined = Object.values(found?.quarantined ?? {}).reduce((sum, count) => sum + count, 0);
      // Without --wait nobody knows yet what becomes of the events that the API took.
      const accepted = result.accepted - quarantined;
      const reasons = found && { quarantined, reasons: found.quarantined };
      const words = Object.entries(found?.quarantined ?? {}).map(([reason, count]) => `${reason} ${count}`);
      const aside = quarantined === 0 ? '' : `, quarantined ${quarantined} (${words.join(', ')})`;
      terminal.result(
        { sent, accepted, failed, shiftedDays: times.shiftedDays, ...reasons },
        `sent ${sent}, accepted ${accepted}${aside}, failed ${failed}${moved}`,
      );
      if (quarantined > 0) terminal.note('what is wrong with each: gap query "SELECT * FROM quarantined_events"');
      if (sent === 0) terminal.note('there was no event to send: has the file been written?');
      if (failed > 0) terminal.exitCode = 1;
    } finally {
      await source.close();
    }
  });
}

function inRange(option: string, text: string, lowest: number, highest: number): number {
  const value = Number(text);
  if (!(value >= lowest && value <= highest) || (option !== '--pace' && !Number.isInteger(value)))
    throw new UsageError(`${option} takes ${lowest} to ${highest}, not ${text}`);
  return value;
}
