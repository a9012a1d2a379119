import type { Command } from 'commander';
import { type CompactionSummary, compactLake } from '../compact-lake.ts';
import { connect } from '../connect.ts';
import { formatTable } from '../output.ts';
import type { Terminal } from '../terminal.ts';

export function addCompact(program: Command, terminal: Terminal): void {
  program
    .command('compact')
    .description('rewrite delivered events into few sorted files, each event once')
    .action(async (_: unknown, command: Command) => {
      const connection = await connect(command.optsWithGlobals());
      terminal.progress('compacting …');
      const summary = await compactLake(connection, { onProgress: (line) => terminal.progress(line) });
      terminal.result(summary, inWords(summary));
    });
}

function inWords({ partitions, rows, duplicates, duplicated }: CompactionSummary): string {
  const line = `${partitions} partitions rewritten: ${rows} rows, ${duplicates} duplicates left out`;
  if (duplicated.length === 0) return line;
  const text = (name: string) => ({ name, kind: 'text' as const });
  const columns = [text('application'), text('day'), { name: 'duplicates', kind: 'number' as const }];
  const rowsOf = duplicated.map((one) => [one.applicationId, one.eventDate, String(one.duplicates)]);
  return `${line}\n\n${formatTable(columns, rowsOf)}`;
}
