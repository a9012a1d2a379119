import type { Command } from 'commander';
import { connect } from '../connection.ts';
import type { Terminal } from '../terminal.ts';

export function addRuntime(program: Command, terminal: Terminal): void {
  program
    .command('flush')
    .description('end all buffers now (local run)')
    .action(async (_: unknown, command: Command) => {
      const connection = await connect(command.optsWithGlobals());
      const answer = await connection.runtime('Flush');
      terminal.result(answer, 'flushed');
    });
  program
    .command('status')
    .description('what runs, and how much of it waits to be delivered')
    .action(async (_: unknown, command: Command) => {
      const connection = await connect(command.optsWithGlobals());
      const state = connection.local ? await connection.runtime('Status') : {};
      const status = { api: connection.api, outputs: connection.outputs, ...(state as object) };
      terminal.result(status, JSON.stringify(status, null, 2));
    });
}
