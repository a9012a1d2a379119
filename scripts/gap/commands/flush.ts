import type { Command } from 'commander';
import { connect } from '../connect.ts';
import type { Terminal } from '../terminal.ts';

export function addFlush(program: Command, terminal: Terminal): void {
  program
    .command('flush')
    .description('deliver all buffers now, so that sent events can be queried (local run)')
    .action(async (_: unknown, command: Command) => {
      const connection = await connect(command.optsWithGlobals());
      const answer = await connection.runtime('Flush');
      terminal.result(answer, 'flushed');
    });
}
