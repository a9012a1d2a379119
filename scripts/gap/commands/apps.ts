import type { Command } from 'commander';
import { confirm } from '../confirm.ts';
import { connect } from '../connect.ts';
import type { Connection } from '../connection.ts';
import { type Application, findApplicationId } from '../find-application.ts';
import { listAll } from '../list-all.ts';
import { formatTable } from '../output.ts';
import type { Terminal } from '../terminal.ts';

const path = (id: string) => `/applications/${encodeURIComponent(id)}`;

export function addApps(program: Command, terminal: Terminal): void {
  const apps = program.command('apps').description('manage applications: the games that send events');
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
    .command('delete <app>')
    .description('delete an application (id or name) and its keys, but not its data')
    .option('--yes', 'do not ask for confirmation (without a terminal on stdin it is never asked)')
    .action(async (app: string, { yes }: { yes?: boolean }, command: Command) => {
      const connection = await connect(command.optsWithGlobals());
      const id = await findApplicationId(connection, app);
      if (!yes && !(await confirm(await question(connection, id)))) {
        terminal.note('nothing was deleted');
        terminal.exitCode = 1;
        return;
      }
      const answer = await connection.admin('DELETE', path(id));
      terminal.result(answer, String(answer));
    });
}

async function question(connection: Connection, id: string): Promise<string> {
  const { ApplicationName } = (await connection.admin('GET', path(id))) as Application;
  return `Delete ${ApplicationName} (${id})? Its keys stop working at once and cannot be restored.`;
}
