import type { Command } from 'commander';
import { connect } from '../connection.ts';
import { listAll } from '../list-all.ts';
import { formatTable } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface Authorization {
  ApiKeyId: string;
  ApiKeyName: string;
  ApiKeyPrefix: string;
  ApiKeyValue?: string;
  Enabled: boolean;
  CreatedAt: string;
}

const path = (application: string, key?: string) =>
  `/applications/${encodeURIComponent(application)}/authorizations${key === undefined ? '' : `/${encodeURIComponent(key)}`}`;

export function addKeys(program: Command, terminal: Terminal): void {
  const keys = program.command('keys').description('API keys, each good for one application');
  keys
    .command('create <app>')
    .description('create a key; its value is printed here and never again')
    .requiredOption('--name <name>', 'what the key is called')
    .option('--description <text>')
    .action(async (app: string, options: { name: string; description?: string }, command: Command) => {
      const connection = await connect(command.optsWithGlobals());
      const body = {
        Name: options.name,
        ...(options.description !== undefined && { Description: options.description }),
      };
      const created = (await connection.admin('POST', path(app), body)) as Authorization;
      terminal.note('Keep the value: it is shown only once.');
      terminal.result(created, created.ApiKeyValue ?? '');
    });
  keys
    .command('list <app>')
    .description('list the keys of an application')
    .action(async (app: string, _: unknown, command: Command) => {
      const connection = await connect(command.optsWithGlobals());
      const Authorizations = await listAll<Authorization>(connection, path(app), 'Authorizations');
      const rows = Authorizations.map((one) => [
        one.ApiKeyId,
        one.ApiKeyPrefix,
        one.ApiKeyName,
        one.Enabled ? 'enabled' : 'disabled',
        one.CreatedAt,
      ]);
      const columns = ['id', 'prefix', 'name', 'state', 'created'].map((name) => ({ name, kind: 'text' as const }));
      terminal.result({ Authorizations, Count: rows.length }, formatTable(columns, rows));
    });
  for (const verb of ['enable', 'disable'] as const) {
    keys
      .command(`${verb} <app> <key>`)
      .description(`${verb} a key; cached answers of the authorizer last up to 60 seconds`)
      .action(async (app: string, key: string, _: unknown, command: Command) => {
        const connection = await connect(command.optsWithGlobals());
        const answer = await connection.admin('PUT', path(app, key), { Enabled: verb === 'enable' });
        terminal.result(answer, `${verb}d ${key}`);
      });
  }
  keys
    .command('delete <app> <key>')
    .description('delete a key for good')
    .action(async (app: string, key: string, _: unknown, command: Command) => {
      const connection = await connect(command.optsWithGlobals());
      const answer = await connection.admin('DELETE', path(app, key));
      terminal.result(answer, String(answer));
    });
}
