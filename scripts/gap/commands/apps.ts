import type { Command } from 'commander';
import { connect } from '../connection.ts';
import { listAll } from '../list-all.ts';
import { formatTable } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface Application {
  ApplicationId: string;
  ApplicationName: string;
  CreatedAt: string;
}

export function addApps(program: Command, terminal: Terminal): void {
  const apps = program.command('apps').description('applications: the games that send events');
  apps
    .command('create <name>')
    .description('create an application')
    .option('--description <text>')
    .action(async (Name: string, { description }: { description?: string }, command: Command) => {
      const connection = await connect(command.optsWithGlobals());
      const body = { Name, ...(description !== undefined && { Description: description }) };
      const created = (await connection.admin('POST', '/applications', body)) as Application;
      terminal.result(created, created.ApplicationId);
    });
  apps
    .command('list')
    .description('list all applications')
    .action(async (_: unknown, command: Command) => {
      const connection = await connect(command.optsWithGlobals());
      const Applications = await listAll<Application>(connection, '/applications', 'Applications');
      const rows = Applications.map((one) => [one.ApplicationId, one.ApplicationName, one.CreatedAt]);
      const columns = ['id', 'name', 'created'].map((name) => ({ name, kind: 'text' as const }));
      terminal.result({ Applications, Count: rows.length }, formatTable(columns, rows));
    });
  apps
    .command('delete <id>')
    .description('delete an application and its keys; its data stays')
    .action(async (id: string, _: unknown, command: Command) => {
      const connection = await connect(command.optsWithGlobals());
      const answer = await connection.admin('DELETE', `/applications/${encodeURIComponent(id)}`);
      terminal.result(answer, String(answer));
    });
}
