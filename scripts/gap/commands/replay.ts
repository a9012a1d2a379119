import { type Command, Option } from 'commander';
import { quarantineReasons } from '../../../functions/event/outcome.ts';
import { UsageError } from '../errors.ts';
import { type ReplaySource, replaySources } from '../replay/stream-record.ts';
import { parseTime, windowBetween } from '../replay/window.ts';
import type { Terminal } from '../terminal.ts';

/** Sources of a replay: those that go back to the stream, and `loader`, which goes to the functions behind it. */
const sources = [...replaySources, 'loader'] as const;

interface Options {
  from: ReplaySource | 'loader';
  since: string;
  until?: string;
  application?: string;
  reason?: string;
  dryRun?: boolean;
  rate: string;
  restart?: boolean;
  checkpoint?: string;
  config: string;
}

const maxEventsPerSecond = 1_000_000;
const help = `
Run the same command again to continue an interrupted replay. See docs/replay.md.

Examples:
  gap replay --from quarantined --since 2026-11-20 --reason unknown_event_type --dry-run
  gap replay --from failed --since 2026-11-20T13:00 --until 2026-11-20T15:00
  gap replay --from archive --since 2026-01-01 --rate 5000
  gap replay --from loader --since 2026-11-20`;

export function addReplay(program: Command, terminal: Terminal): void {
  program
    .command('replay')
    .description('send events through the pipeline again, after a fix')
    .addOption(new Option('--from <source>', 'which events to replay').choices(sources).makeOptionMandatory())
    .requiredOption('--since <time>', 'events received at or after this day or time (UTC)')
    .option('--until <time>', 'events received before this day or time (UTC, default: now)')
    .option('--application <id>', 'only events of this application')
    .option('--reason <reason>', 'only events with this reason (not for the archive)')
    .option('--dry-run', 'send nothing; show what would be sent and its outcome now')
    .option('--rate <n>', 'events per second', '1000')
    .option('--restart', 'start from the beginning, even after an interrupted run')
    .option('--checkpoint <file>', 'where progress is stored (default: replays/ in the state directory)')
    .option('--config <file>', 'with --dry-run: the config with the rules to apply', 'config.yaml')
    .addHelpText('after', help)
    .action(async (options: Options, command: Command) => {
      const { from, application: applicationId, reason } = options;
      const rate = Number(options.rate);
      if (!Number.isInteger(rate) || rate < 1 || rate > maxEventsPerSecond)
        throw new UsageError(`--rate takes 1 to ${maxEventsPerSecond}, not ${options.rate}`);
      if (from === 'archive' && reason !== undefined)
        throw new UsageError('--reason is not for the archive, which holds records as they came: not yet judged');
      // Of a failed record it may be any error code of the delivery service.
      if (from === 'quarantined' && reason !== undefined && !quarantineReasons.some((known) => known === reason))
        throw new UsageError(`--reason ${reason} is none; there are: ${quarantineReasons.join(', ')}`);
      const until = options.until === undefined ? Date.now() : parseTime('--until', options.until);
      const selection = { ...windowBetween(parseTime('--since', options.since), until), applicationId, reason };
      const target = command.optsWithGlobals();
      if (from === 'loader') {
        const { checkpoint, restart, dryRun = false } = options;
        if (checkpoint !== undefined || restart)
          throw new UsageError('a replay of loaders keeps no checkpoint: what is done is marked where it is stored');
        const { replayLoader } = await import('../replay/loader/replay-loader.ts');
        return replayLoader({ selection, rate, dryRun }, target, terminal);
      }
      // Loaded when they are needed: they take longer to load than most commands take to run.
      if (options.dryRun) {
        const { preview } = await import('../replay/preview.ts');
        return preview({ from, selection, config: options.config }, target, terminal);
      }
      const { replay } = await import('../replay/replay.ts');
      const words = defined({
        stack: target.stack,
        from,
        since: options.since,
        until: options.until,
        application: applicationId,
        reason,
      });
      const { checkpoint, restart = false } = options;
      return replay({ from, selection, words, rate, restart, checkpoint }, target, terminal);
    });
}

function defined(words: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(words).filter((pair): pair is [string, string] => pair[1] !== undefined));
}
