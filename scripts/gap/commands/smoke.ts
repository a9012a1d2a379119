import type { Command } from 'commander';
import { connect } from '../connect.ts';
import { smoke } from '../smoke/smoke.ts';
import type { Terminal } from '../terminal.ts';

export function addSmoke(program: Command, terminal: Terminal): void {
  program
    .command('smoke')
    .description('send events of an application of its own all the way through, and remove the application')
    .action(async (_: unknown, command: Command) => {
      const connection = await connect(command.optsWithGlobals());
      const result = await smoke(connection, { onStep: (step) => terminal.progress(step) });
      const { queried, seconds } = result;
      terminal.result(
        result,
        `the pipeline works: ${queried} events were queried ${seconds} seconds after they were sent`,
      );
    });
}
