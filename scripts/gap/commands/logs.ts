import type { Command } from 'commander';
import { connect } from '../connect.ts';
import type { Terminal } from '../terminal.ts';
import { timeAgo } from '../time-ago.ts';

interface Options {
  follow?: boolean;
  since: string;
  filter?: string;
}

const help = `
FUNCTION is any part of a log group's name, without regard to case and hyphens: transform, load-clickhouse, api.
With --json each line is one JSON object, also without --follow.

Examples:
  gap logs                              of everything, the last ten minutes
  gap logs transform --follow
  gap logs --since 2h --filter ERROR --stack game-analytics`;

export function addLogs(program: Command, terminal: Terminal): void {
  program
    .command('logs')
    .description('show the logs of the functions')
    .argument('[function]', 'part of the function’s name (default: all)')
    .option('-f, --follow', 'keep printing new lines until Ctrl-C')
    .option('--since <time>', 'start this long ago: 30s, 10m, 2h, 1d', '10m')
    .option('--filter <pattern>', 'CloudWatch Logs filter pattern, such as ERROR')
    .addHelpText('after', help)
    .action(async (name: string | undefined, { follow, since, filter }: Options, command: Command) => {
      const begin = timeAgo('--since', since);
      const target = command.optsWithGlobals();
      const connection = await connect(target);
      const { showLogs } = await import('../logs/show-logs.ts');
      await showLogs(connection, terminal, {
        name,
        stack: target.stack,
        follow: follow === true,
        since: begin,
        filter,
      });
    });
}
