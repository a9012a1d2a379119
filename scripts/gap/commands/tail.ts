import { type Command, Option } from 'commander';
import { connect } from '../connect.ts';
import { UsageError } from '../errors.ts';
import { findApplicationId } from '../find-application.ts';
import { type Outcome, outcomes } from '../tail/tailed-event.ts';
import type { Terminal } from '../terminal.ts';
import { timeAgo } from '../time-ago.ts';

interface Options {
  app?: string;
  outcome?: Outcome;
  limit?: string;
  since?: string;
  config: string;
}

const help = `
With INGEST_MODE REAL_TIME_KDS it reads the stream within a second and applies the rules of this checkout. With
DIRECT_BATCH it queries the lake: events appear after delivery, locally within seconds, in AWS within minutes.
An event is a duplicate if this command has seen it before. With --json each line is one JSON object.`;

export function addTail(program: Command, terminal: Terminal): void {
  program
    .command('tail')
    .description('show incoming events with outcome and reason')
    .option('--app <id>', 'only events of this application (id or name)')
    .addOption(new Option('--outcome <outcome>', 'only events with this outcome').choices(outcomes))
    .option('--limit <n>', 'stop after this many events (default: at Ctrl-C)')
    .option('--since <time>', 'begin with what was received after 30s, 10m, 2h ago (default: now)')
    .option('--config <file>', 'config with the accepted ages and event types', 'config.yaml')
    .addHelpText('after', help)
    .action(async ({ app, outcome, limit, since, config }: Options, command: Command) => {
      const count = limit === undefined ? undefined : Number(limit);
      if (count !== undefined && !(Number.isInteger(count) && count > 0))
        throw new UsageError(`--limit takes a whole number above 0, not ${limit}`);
      const begin = since === undefined ? undefined : timeAgo('--since', since);
      const connection = await connect(command.optsWithGlobals());
      const applicationId = app === undefined ? undefined : await findApplicationId(connection, app);
      const { tailEvents } = await import('../tail/tail-events.ts');
      await tailEvents(connection, terminal, { applicationId, outcome, limit: count, since: begin, config });
    });
}
